import { randomBytes } from 'node:crypto';
import type { OperatorRequest } from '@parley/shared/recovery';
import { createApp } from '../app.js';
import type { Config } from '../config.js';
import { answerOperator, type OperatorOutcome } from '../features/recovery/operator.actions.js';
import { createIndexes } from '../platform/database.js';
import { openFileStore } from '../platform/fileStore/openFileStore.js';
import { createLog } from '../platform/log.js';
import { SCHEMA_VERSION } from '../features.js';
import { dataIdOf, schemaVersionOf } from '../platform/migrations.js';
import { openRedis } from '../platform/redis.js';
import { founderOf } from './collections.js';
import { openOwn } from './database.js';

/**
 * Runs an operator's request where no server of this data folder runs. It starts a server without a port, so that everything uses
 * the same code, and other nodes of the same database are notified through Redis.
 * @throws Error when there is no workspace, or its data is of another version
 */
export async function operateAlone(config: Config, request: OperatorRequest): Promise<OperatorOutcome> {
  const database = await openOwn(config);
  const { connection } = database;
  try {
    if ((await founderOf(connection)) === undefined)
      throw new Error('There is nobody in this workspace yet.');
    if ((await schemaVersionOf(connection)) !== SCHEMA_VERSION)
      throw new Error('The data is of another version of Parley. Start this version once, then try again.');
    await createIndexes(connection);
    const log = createLog('silent');
    const redis =
      config.REDIS_URL === undefined
        ? undefined
        : openRedis(config.REDIS_URL, await dataIdOf(connection), log);
    const app = await createApp({
      config,
      connection,
      writesAlone: config.MONGODB_URI === undefined,
      log,
      redis,
      files: await openFileStore(config, connection),
      // It signs nothing and sends no push; no keys must be created in a folder that is not the server's.
      secrets: { accessToken: randomBytes(48), push: { publicKey: '', privateKey: '' } },
    });
    try {
      return await answerOperator(
        app.server,
        request,
        config.PUBLIC_URL ?? `http://localhost:${config.PORT ?? 3000}`,
      );
    } finally {
      await app.close(1000);
      redis?.close();
    }
  } finally {
    await database.close();
  }
}
