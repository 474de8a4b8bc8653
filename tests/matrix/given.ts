/** Global setup of a run inside a run: the database server that the outer run started is given on. */
import type { TestProject } from 'vitest/node';

/** Reads BANTUO_TEST_SERVER (the JSON of what tests/setup.ts provides). Throws without it. */
export default function given(project: TestProject): void {
  const text = process.env['BANTUO_TEST_SERVER'];
  if (!text) throw new Error('BANTUO_TEST_SERVER is not set: this setup is for a run inside a run');
  project.provide('server', JSON.parse(text));
}
