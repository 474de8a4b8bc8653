import { defineConfig } from 'vitest/config';
import { SideBySide } from './tests/order.ts';

// Random tests print their seed; failures of real processes need time to show themselves.
const shared = { testTimeout: 60_000, hookTimeout: 90_000 };

/** Node runs our TypeScript as it is, as it does for who runs Bantuo; a sixth quicker than through Vite. */
const asItIs = {
  ...shared, globalSetup: ['tests/setup.ts'], experimental: { viteModuleRunner: false, nodeLoader: false },
};

const story = { testTimeout: 240_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: SideBySide },
    projects: [
      {
        test: {
          ...asItIs, name: 'rooms', include: ['{rules,graph,server,cli,catalogue,tests}/**/*.test.ts', '*.test.ts'],
        },
      },
      // Pages hold JSX, which Node does not run by itself; they need no database.
      { test: { ...shared, name: 'pages', include: ['web/**/*.test.ts'] } },
      {
        test: { ...asItIs, ...story, name: 'stories', include: ['e2e/**/*.story.ts'], exclude: ['e2e/kill.story.ts'] },
      },
      // 32 clients and what they ask fill the machine: alone, when all others are done.
      { test: { ...asItIs, ...story, name: 'kill', include: ['e2e/kill.story.ts'], fileParallelism: false } },
    ],
  },
});
