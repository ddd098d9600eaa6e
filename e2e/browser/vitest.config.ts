import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['parley-source'] },
  ssr: { resolve: { conditions: ['parley-source'] } },
  test: {
    root: import.meta.dirname,
    include: ['**/*.story.ts'],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    // On a busy machine a browser may miss its moment once; what fails twice is broken, and says so.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // A machine that does other things too must not fail a story.
    expect: { poll: { timeout: 10_000 } },
  },
});
