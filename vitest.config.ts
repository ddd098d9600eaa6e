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
    // Modules are loaded once per worker, not per file: loading the server took longer than most files run.
    isolate: false,
    // A test waits for its database as long as it works.
    maxWorkers: availableParallelism() + 1,
    // Ends what hangs: no test is meant to come near it, also on a machine that is five times slower.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
