import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedIn } from '@parley/shared/sessions';
import { inject } from 'vitest';
import { answer } from './parley.js';
import { ServerProcess } from './serverProcess.js';

export const bearer = ({ accessToken }: SignedIn): [string, string] => [
  'authorization',
  `Bearer ${accessToken}`,
];

/** What the command line has done, by the audit log. */
export async function done(environment: Record<string, string>): Promise<string[]> {
  const { entries = [] } = await answer(['audit', 'tail'], environment);
  return entries.filter(({ program }) => program === 'operator').map(({ action }) => action);
}

const mongo = (): string =>
  inject('mongoUri').replace(/\/[^/?]*(\?|$)/, `/managed${randomBytes(4).toString('hex')}$1`);

/** Both databases: through the running server, and beside it from another folder. */
export const databases: [string, () => Promise<Record<string, string>>][] = [
  ['the built-in database', () => Promise.resolve({})],
  ['a MongoDB', () => Promise.resolve({ MONGODB_URI: mongo(), BEACON_SECONDS: '1' })],
];

export async function begin(settings: Record<string, string>) {
  const server = await ServerProcess.start(settings);
  const elsewhere = await mkdtemp(join(tmpdir(), 'parley-elsewhere-'));
  const environment: Record<string, string> =
    settings['MONGODB_URI'] === undefined
      ? { PARLEY_DATA: server.folder }
      : { MONGODB_URI: settings['MONGODB_URI'], PARLEY_DATA: elsewhere };
  return {
    server,
    environment,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await rm(elsewhere, { recursive: true, force: true });
    },
  };
}
