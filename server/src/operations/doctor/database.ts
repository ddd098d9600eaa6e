import type { Connection } from 'mongoose';
import type { Config } from '../../config.js';
import { SCHEMA_VERSION } from '../../features.js';
import { schemaVersionOf } from '../../platform/migrations.js';
import { founderOf } from '../collections.js';
import { openInPlace } from '../database.js';
import { auditChain } from './audit.js';
import { fault, ok, warning, type Finding } from './finding.js';

const CLOCK_OFF_MS = 5000;
/** The oldest version that Mongoose's driver supports. Source: mongodb.com/docs/drivers/compatibility */
const OLDEST_MONGOD = 4.2;

/** How to fix what prevented the built-in database from opening, by its message. None of the cures replaces any data. */
export function cureOf(message: string, folder: string): string {
  if (/ENOSPC|no space|MDB_MAP_FULL|disk is full/i.test(message))
    return `Make room on the disk of ${folder}; nothing has to be restored.`;
  if (/EACCES|EPERM|permission|EROFS|read-only/i.test(message))
    return `Run it as the user to whom ${folder} belongs, and let that user write there.`;
  if (/in use|already|running/i.test(message))
    return 'Another program has it open: the server, or another command.';
  return `Keep a copy of it before anything else: cp -a ${folder} ${folder}.kept. A backup can then be tried in another folder: npm run restore -- --from <backup> --data <new folder>.`;
}

/** Expiry and order of sessions need synchronized clocks. */
async function clock(connection: Connection): Promise<Finding> {
  const hello = (await connection.db?.command({ hello: 1 })) as { localTime?: Date } | undefined;
  const off = Math.abs((hello?.localTime?.getTime() ?? Date.now()) - Date.now());
  return off > CLOCK_OFF_MS
    ? warning(
        'clock',
        `differs from the database's by ${Math.round(off / 1000)} s`,
        'Let both follow a time server (chrony, systemd-timesyncd).',
      )
    : ok('clock', 'agrees with the database’s');
}

async function mongod(connection: Connection): Promise<Finding> {
  const info = (await connection.db?.command({ buildInfo: 1 })) as { version?: string } | undefined;
  const version = info?.version ?? 'unknown';
  return Number.parseFloat(version) < OLDEST_MONGOD
    ? fault('MongoDB', version, `Update it to ${OLDEST_MONGOD} or newer, after a backup.`)
    : ok('MongoDB', version);
}

async function form(connection: Connection): Promise<Finding> {
  const version = await schemaVersionOf(connection);
  if (version > SCHEMA_VERSION)
    return fault(
      'data',
      `was written by a newer Parley (form ${version}, known ${SCHEMA_VERSION})`,
      'Start the newer program.',
    );
  return ok(
    'data',
    version < SCHEMA_VERSION
      ? `form ${version}; the next start brings it to ${SCHEMA_VERSION}`
      : `form ${version}`,
  );
}

/** Checks the database in place, beside a running server: nothing is copied, so that it needs no space. */
export async function database(config: Config): Promise<Finding[]> {
  const where = config.MONGODB_URI === undefined ? `built in, ${config.dataFolder}` : 'MongoDB';
  try {
    const opened = await openInPlace(config);
    try {
      const began = Date.now();
      await opened.connection.db?.command({ ping: 1 });
      const founder = await founderOf(opened.connection);
      const state = founder === undefined ? 'nobody has registered yet' : 'has a workspace';
      const isMongo = config.MONGODB_URI !== undefined;
      return [
        ok('database', `${where}; answered in ${Date.now() - began} ms; ${state}`),
        await form(opened.connection),
        ...(founder === undefined ? [] : [await auditChain(opened.connection)]),
        ...(isMongo ? [await mongod(opened.connection), await clock(opened.connection)] : []),
      ];
    } finally {
      await opened.close();
    }
  } catch (error) {
    const { message } = error as Error;
    if (/There is no database/.test(message)) return [ok('database', `${where}; made at the first start`)];
    const cure =
      config.MONGODB_URI === undefined
        ? cureOf(message, config.dataFolder)
        : 'Is it running, and does MONGODB_URI name it, with user and password?';
    return [fault('database', `${where}: ${message}`, cure)];
  }
}
