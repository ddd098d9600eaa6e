import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environment, readConfig, type Config } from '../config.js';
import { listRunning, type RunningServer } from '../platform/runningServers.js';
import type { Arguments } from './arguments.js';
import { findUnit, type Unit } from './unit.js';

const root = join(import.meta.dirname, '../../..');
/** The server's default for PARLEY_DATA. */
const DEFAULT_FOLDER = 'data';

/** Prevents reading or writing another folder than the server's by mistake. @throws Error that names both */
function requireSame(given: string | undefined, unit: Unit): void {
  const theirs = unit.environment['PARLEY_DATA'] ?? '';
  if (given !== undefined && resolve(given) !== theirs)
    throw new Error(
      `The server of this installation (${unit.name}) has its data in ${theirs}, and PARLEY_DATA is ${resolve(given)}.\n` +
        `Say which one is meant: --data ${theirs}`,
    );
}

/** Files that root creates in another user's folder cannot be opened by that user's server any more. */
function requireOwner(folder: string): void {
  if (process.getuid?.() !== 0 || !existsSync(folder)) return;
  const { uid } = statSync(folder);
  if (uid !== 0)
    throw new Error(
      `${folder} belongs to the user with the number ${uid}. Do it as that user: sudo -u '#${uid}' npm run …`,
    );
}

/** Whether there is a built-in database. */
const hasDatabase = (folder: string): boolean => existsSync(join(folder, 'db', 'parley.mdb'));

/**
 * The data folder if no unit sets one: that of the server that was started by hand, in a container's shell or by another program.
 * A MongoDB can be used with any folder.
 * @throws Error when another folder is given, or the server is ambiguous
 */
function sameAsRunning(
  { PARLEY_DATA: given, MONGODB_URI }: Record<string, string | undefined>,
  running: RunningServer[],
): string | undefined {
  const folders = [...new Set(running.map(({ dataFolder }) => dataFolder))];
  const [first] = folders;
  // The default is ./data; if there is no workspace in it, the server's folder.
  const meant = given ?? (hasDatabase(DEFAULT_FOLDER) ? DEFAULT_FOLDER : undefined);
  if (first === undefined || (meant === undefined && folders.length === 1)) return given ?? first;
  if (meant !== undefined && (MONGODB_URI !== undefined || folders.includes(resolve(meant)))) return meant;
  throw new Error(
    `${folders.length === 1 ? 'The server of this installation that runs has its data in' : 'Servers of this installation run with their data in'} ${folders.join(' and ')}` +
      `${meant === undefined ? '' : `, and PARLEY_DATA is ${resolve(meant)}`}.\nSay which one is meant: --data ${first}`,
  );
}

/** The variables of this shell, and for unset ones those of the server's unit. */
function variables(data: string | undefined, running: RunningServer[]): Record<string, string | undefined> {
  // Empty ones count as unset, as for the server.
  const own = Object.fromEntries(Object.entries(environment()).filter(([, value]) => value !== ''));
  const unit = findUnit(root, own['SYSTEMD_UNIT_PATH']);
  if (data !== undefined) {
    // Another folder is another workspace: the server's settings do not apply to it.
    const itsUnit =
      unit && resolve(data) === unit.environment['PARLEY_DATA'] ? readable(unit).environment : {};
    return { ...itsUnit, ...own, PARLEY_DATA: data };
  }
  if (!unit) {
    const folder = sameAsRunning(own, running);
    return folder === undefined ? own : { ...own, PARLEY_DATA: folder };
  }
  requireSame(own['PARLEY_DATA'], unit);
  return { ...readable(unit).environment, ...own };
}

/** @throws Error when its settings cannot be read */
function readable(unit: Unit): Unit {
  if (unit.unreadable === undefined) return unit;
  throw new Error(
    `${unit.name} has settings in ${unit.unreadable}, which you may not read. Do it as a user who may, such as root.`,
  );
}

/** A server with a MongoDB does not use the built-in database of its folder. @throws Error */
function requireItsDatabase({ dataFolder, MONGODB_URI }: Config, running: RunningServer[]): void {
  const server = running.find((one) => one.dataFolder === dataFolder);
  if (server?.onMongoDb !== true || MONGODB_URI !== undefined) return;
  throw new Error(
    `The server that runs (process ${server.pid}) keeps its messages in a MongoDB, and MONGODB_URI is not set here. Set it as the server has it.`,
  );
}

/**
 * The settings of a command: the environment's, and those of the systemd unit that runs the server of this installation, with
 * the data folder of `--data`. A server without a unit reports its data folder itself.
 * @throws Error that names the wrong settings, and if they would belong to another folder than the server's
 */
export async function configFor(given: Arguments): Promise<Config> {
  const running = await listRunning(root);
  const config = readConfig(variables(given.option('data'), running));
  requireOwner(config.dataFolder);
  requireItsDatabase(config, running);
  return config;
}
