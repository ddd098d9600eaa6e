import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '../embedded-mongo/start.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string;
  }
}

/** One database for the whole run: the embedded one, or TEST_MONGODB_URI. Each test file takes databases of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env['TEST_MONGODB_URI'];
  if (outside !== undefined) {
    project.provide('mongoUri', outside);
    return () => Promise.resolve();
  }
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
  const database = await startEmbeddedMongo({
    folder,
    database: 'test',
    onCrash: (error) => {
      throw error;
    },
  });
  project.provide('mongoUri', database.uri);
  return async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
}
