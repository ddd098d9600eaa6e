import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const conditions = ['parley-source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'shared/src/**/*.test.ts',
      'server/src/**/*.test.ts',
      'client/src/**/*.test.{ts,tsx}',
      'e2e/convergence/**/*.test.ts',
      'e2e/chaos/**/*.test.ts',
      'e2e/hosting/**/*.test.ts',
    ],
    globalSetup: ['server/src/test/database.setup.ts'],
    pool: 'forks',
    // A test starts servers of its own, and waits for them as much as it works.
    maxWorkers: Math.max(2, availableParallelism()),
    // Ends what hangs: no test is meant to come near it, also on a machine that is five times slower.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
