import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Small files that take minutes: begun last, they would run alone at the end. */
const LONG = /(permissionMatrix|managing|operations)\.test\.ts$/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

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
    sequence: { sequencer: LongFirst },
    // A test waits for its database as long as it works.
    maxWorkers: availableParallelism() + 1,
    // Ends what hangs: no test is meant to come near it, also on a machine that is five times slower.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
