import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@parley/embedded-mongo';
import { RedisProcess } from './startRedis.ts';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string;
    /** Of TEST_REDIS_URL, or of a Redis of this machine; absent where there is none. */
    redisUrl: string | undefined;
  }
}

/** One database for the whole run: the embedded one, or TEST_MONGODB_URI. Each test file takes databases of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_REDIS_URL'];
  const redis = given === undefined ? await RedisProcess.start() : undefined;
  project.provide('redisUrl', given ?? redis?.url);
  if (given === undefined && !redis)
    console.log('No redis-server was found: tests of several nodes are skipped.');
  const endDatabase = await startDatabase(project);
  return async () => {
    await endDatabase();
    await redis?.stop();
  };
}

async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
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
