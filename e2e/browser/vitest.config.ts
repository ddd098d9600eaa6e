import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['parley-source'] },
  ssr: { resolve: { conditions: ['parley-source'] } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.story.ts'],
    // One browser per worker: stage.ts.
    isolate: false,
    // A story waits as long as it works: of two cores one story at a time used three quarters of one.
    maxWorkers: availableParallelism(),
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // On a busy machine a browser may miss its moment once; a story that fails twice is broken, and fails.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // Other load on the machine must not fail a story.
    expect: { poll: { timeout: 120_000 } },
  },
});
