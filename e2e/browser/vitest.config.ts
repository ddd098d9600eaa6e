import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['parley-source'] },
  ssr: { resolve: { conditions: ['parley-source'] } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.story.ts'],
    // Each story has a server and browsers of its own, and waits for them as much as it works.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // On a busy machine a browser may miss its moment once; what fails twice is broken, and says so.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // A machine that does other things too must not fail a story.
    expect: { poll: { timeout: 60_000 } },
  },
});
