import { randomBytes } from 'node:crypto';
import type { OperatorRequest } from '@parley/shared/operator';
import { createApp } from '../app.js';
import type { Config } from '../config.js';
import {
  answerOperator,
  type OperatorOutcome,
  type SendPart,
} from '../features/operator/operator.actions.js';
import { createIndexes } from '../platform/database.js';
import { openFileStore } from '../platform/fileStore/openFileStore.js';
import { createLog } from '../platform/log.js';
import { SCHEMA_VERSION } from '../features.js';
import { dataIdOf, schemaVersionOf } from '../platform/migrations.js';
import { openRedis } from '../platform/redis.js';
import { findSecret } from '../platform/secrets.js';
import { founderOf } from './collections.js';
import { openOwn } from './database.js';

/**
 * Runs an operator's request where no server of this data folder runs. It starts a server without a port, so that everything uses
 * the same code, and other nodes of the same database are notified through Redis.
 * @throws Error when there is no workspace, or its data is of another version
 */
export async function operateAlone(
  config: Config,
  request: OperatorRequest,
  send: SendPart,
): Promise<OperatorOutcome> {
  const database = await openOwn(config);
  const { connection } = database;
  try {
    if ((await founderOf(connection)) === undefined)
      throw new Error('There is nobody in this workspace yet.');
    if ((await schemaVersionOf(connection)) !== SCHEMA_VERSION)
      throw new Error('The data is of another version of Parley. Start this version once, then try again.');
    await createIndexes(connection);
    if (
      request.command === 'settings-set' &&
      request.hidden &&
      !findSecret(config.dataFolder, 'access-token.key')
    )
      throw new Error(
        `Secret settings are encrypted with the server’s key, which is not in ${config.dataFolder}. Set it beside the server.`,
      );
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
      // It sends no push; no keys must be created in a folder that is not the server's. Secret settings need the server's own.
      secrets: {
        accessToken: findSecret(config.dataFolder, 'access-token.key') ?? randomBytes(48),
        push: { publicKey: '', privateKey: '' },
      },
    });
    try {
      const base = config.PUBLIC_URL ?? `http://localhost:${config.PORT ?? 3000}`;
      return await answerOperator(app.server, request, base, send);
    } finally {
      await app.close(1000);
      redis?.close();
    }
  } finally {
    await database.close();
  }
}
