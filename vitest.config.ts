import { defineConfig } from 'vitest/config';

const shared = {
  // Random tests print their seed; failures of real processes need time to show themselves.
  testTimeout: 30_000, hookTimeout: 60_000, globalSetup: ['tests/setup.ts'],
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared, name: 'rooms',
          include: ['{rules,graph,server,cli,web,catalogue,tests}/**/*.test.ts', '*.test.ts'],
        },
      },
      {
        test: {
          ...shared, name: 'stories', include: ['e2e/**/*.story.ts'], testTimeout: 240_000,
          hookTimeout: 120_000, fileParallelism: false,
        },
      },
    ],
  },
});
