/**
 * In which order the test files begin. Long ones first, and stories side by side with rooms: a story
 * often waits for its browser, a room's test hardly ever waits, so one of each fills two cores.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Seconds alone on two cores, of the files that take longest. They decide the order, nothing else. */
export const seconds: Readonly<Record<string, number>> = {
  'e2e/axe.story.ts': 80,
  'e2e/backup.story.ts': 42,
  'e2e/restart.story.ts': 42,
  'e2e/offline.story.ts': 40,
  'e2e/performance.story.ts': 30,
  'e2e/food-licence.story.ts': 25,
  'e2e/morning.story.ts': 24,
  'e2e/senior-meals.story.ts': 22,
  'e2e/administrators.story.ts': 20,
  'e2e/leaving.story.ts': 19,
  'tests/mutants.test.ts': 60,
  'tests/bad-input.test.ts': 25,
  'rules/reason/property.test.ts': 20,
  'tests/access.test.ts': 15,
  'graph/dead-asks.test.ts': 10,
  'server/cases/random.test.ts': 10,
  'cli/catalogue-commands.test.ts': 10,
  'server/base/paper/sign.test.ts': 8,
  'tests/endpoints.test.ts': 8,
  'server/cases/hands.test.ts': 7,
  'graph/quick-yaml.test.ts': 6,
  'server/cases/papers.test.ts': 5,
  'rules/property.test.ts': 4,
};

const usual = { story: 15, other: 3 };

/** As if one worker took all stories and the other the rest: by the moments at which they would begin. */
export class SideBySide extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = new Map((await super.sort(files)).map((file, i) => [file, i]));
    const named = (file: TestSpecification): string =>
      Object.keys(seconds).find((name) => file.moduleId.endsWith(`/${name}`)) ?? '';
    const isStory = (file: TestSpecification): boolean => file.moduleId.endsWith('.story.ts');
    const length = (file: TestSpecification): number =>
      seconds[named(file)] ?? (isStory(file) ? usual.story : usual.other);
    const begins = new Map<TestSpecification, number>();
    for (const lane of [files.filter(isStory), files.filter((file) => !isStory(file))]) {
      lane.sort((a, b) => length(b) - length(a) || (place.get(a) ?? 0) - (place.get(b) ?? 0));
      let at = 0;
      for (const file of lane) {
        begins.set(file, at);
        at += length(file);
      }
    }
    return [...files].sort((a, b) => (begins.get(a) ?? 0) - (begins.get(b) ?? 0));
  }
}
