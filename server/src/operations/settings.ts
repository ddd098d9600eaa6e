import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environment, readConfig, type Config } from '../config.js';
import type { Arguments } from './arguments.js';
import { findUnit, type Unit } from './unit.js';

const root = join(import.meta.dirname, '../../..');

/** A folder that another one's server uses would be read or written by mistake. @throws Error that names both */
function requireSame(given: string | undefined, unit: Unit): void {
  const theirs = unit.environment['PARLEY_DATA'] ?? '';
  if (given !== undefined && resolve(given) !== theirs)
    throw new Error(
      `The server of this installation (${unit.name}) has its data in ${theirs}, and PARLEY_DATA is ${resolve(given)}.\n` +
        `Say which one is meant: --data ${theirs}`,
    );
}

/** Files that root makes in the folder of another user cannot be opened by that one's server any more. */
function requireOwner(folder: string): void {
  if (process.getuid?.() !== 0 || !existsSync(folder)) return;
  const { uid } = statSync(folder);
  if (uid !== 0)
    throw new Error(
      `${folder} belongs to the user with the number ${uid}. Do it as that user: sudo -u '#${uid}' npm run …`,
    );
}

/** Variables of this shell, and for what it does not say those of the server's unit. */
function variables(data: string | undefined): Record<string, string | undefined> {
  // Empty ones are none, as for the server.
  const own = Object.fromEntries(Object.entries(environment()).filter(([, value]) => value !== ''));
  const unit = findUnit(root, own['SYSTEMD_UNIT_PATH']);
  const named = data === undefined ? {} : { PARLEY_DATA: data };
  // Another folder than the server's is another workspace: the server's settings are none of its.
  if (!unit || (data !== undefined && resolve(data) !== unit.environment['PARLEY_DATA']))
    return { ...own, ...named };
  if (data === undefined) requireSame(own['PARLEY_DATA'], unit);
  if (unit.unreadable !== undefined)
    throw new Error(
      `${unit.name} has settings in ${unit.unreadable}, which you may not read. Do it as a user who may, such as root.`,
    );
  return { ...unit.environment, ...own, ...named };
}

/**
 * The settings a command works with: the environment's, and those of the systemd unit that runs the server of this installation, with
 * the data folder of `--data`.
 * @throws Error that names each at fault, and when they would be another folder's than the server's
 */
export function configFor(given: Arguments): Config {
  const config = readConfig(variables(given.option('data')));
  requireOwner(config.dataFolder);
  return config;
}
