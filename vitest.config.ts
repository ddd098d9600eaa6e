import { defineConfig } from 'vitest/config';

const conditions = ['parley-source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'shared/src/**/*.test.ts',
      'server/src/**/*.test.ts',
      'client/src/**/*.test.ts',
      'e2e/convergence/**/*.test.ts',
      'e2e/chaos/**/*.test.ts',
      'e2e/hosting/**/*.test.ts',
    ],
    globalSetup: ['server/src/test/database.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
