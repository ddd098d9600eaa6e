import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['parley-source'] },
  ssr: { resolve: { conditions: ['parley-source'] } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.story.ts'],
    // A story has a server and browsers of its own, which fill a core and a half. Two at a time on two cores took a quarter less
    // time, and some needed a second try.
    maxWorkers: Math.max(1, Math.floor(availableParallelism() / 2)),
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // On a busy machine a browser may miss its moment once; a story that fails twice is broken, and fails.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // Other load on the machine must not fail a story.
    expect: { poll: { timeout: 60_000 } },
  },
});
