import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Server } from '../../platform/context.js';
import { findAccounts } from '../users/users.access.js';
import type { Archive } from './archive.js';
import { Spool } from './spool.js';

/** The export was removed, its person erased, or the server stops. */
export class Interrupted extends Error {}

/** A room as it was read: what was deleted in it since is not to be in the archive. */
export interface Scanned {
  roomId: string;
  rev: number;
  seq: number;
}

/** Names of people for the readable pages, looked up once each. */
export class People {
  private readonly names = new Map<string, string>();
  constructor(private readonly server: Server) {}

  async learn(userIds: Iterable<string>): Promise<void> {
    const unknown = [...new Set(userIds)].filter((userId) => !this.names.has(userId));
    if (unknown.length === 0) return;
    const found = await findAccounts(this.server, unknown);
    for (const userId of unknown) this.names.set(userId, found.get(userId)?.displayName ?? userId);
  }

  nameOf = (userId: string): string => this.names.get(userId) ?? userId;
}

/** What one packing of an archive works with. */
export interface Work {
  server: Server;
  archive: Archive;
  /** Of an archive of the workspace: private rooms and direct messages are in it. */
  includePrivate: boolean;
  people: People;
  scanned: Scanned[];
  spool: () => Spool;
  /** Sets the number of steps. */
  expect: (total: number) => void;
  /** After each step. @throws Interrupted */
  step: () => Promise<void>;
  /** Between pages of a long step. @throws Interrupted */
  check: () => void;
}

/** The spools of one packing, which are closed together. */
export class Spools {
  private readonly all: Spool[] = [];
  /** @param folder for temporary files, removed by the caller */
  constructor(private readonly folder: string) {}

  make = (): Spool => {
    const made = new Spool(join(this.folder, randomUUID()));
    this.all.push(made);
    return made;
  };

  async close(): Promise<void> {
    for (const spool of this.all) await spool.close();
  }
}

/** Values as JSON, one a line. */
export function* lines(values: Iterable<unknown>): Generator<string> {
  for (const value of values) yield `${JSON.stringify(value)}\n`;
}
