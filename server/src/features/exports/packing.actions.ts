import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@parley/shared/errors';
import type { ExportKind } from '@parley/shared/exports';
import type { Actor, Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { perServer } from '../../platform/perServer.js';
import { openProcessFolder } from '../../platform/processFolder.js';
import { recordAudit } from '../audit/audit.change.js';
import { wasDeletedSince } from '../messages/messages.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { Archive } from './archive.js';
import { MOST_PACKINGS } from './exports.limits.js';
import { exportsLive } from './exports.live.js';
import { writeOwn } from './own.js';
import { Interrupted, People, Spools, type Scanned, type Work } from './work.js';
import { writeWorkspace } from './workspace.js';

const folderOf = perServer((server) => ({
  path: openProcessFolder(join(server.config.dataFolder, 'exports-arriving')),
}));

type Write = (work: Work, actor: Actor) => Promise<void>;
const writers: Record<ExportKind, Write> = { own: writeOwn, workspace: writeWorkspace };

/** What an archive is made of. */
export interface Packing {
  server: Server;
  kind: ExportKind;
  includePrivate: boolean;
  /** The account the export is for, read again. @throws Interrupted when they may not have it any more */
  actor: () => Promise<Actor>;
  stopped: () => boolean;
  /** Called after each step. @throws Interrupted to end */
  step: (done: number, total: number) => Promise<void>;
}

/** A packed archive, on this machine until its user returns. */
interface Packed {
  path: string;
  bytes: number;
}

/** Packs an archive once. @returns what was read, and its size */
async function pack(packing: Packing, folder: string): Promise<Packed & { scanned: Scanned[] }> {
  const { server, kind, includePrivate, stopped } = packing;
  const path = join(folder, 'export.zip');
  const archive = new Archive(path);
  const spools = new Spools(folder);
  const scanned: Scanned[] = [];
  let [done, total] = [0, 0];
  const check = (): void => {
    if (stopped()) throw new Interrupted();
  };
  const work: Work = {
    server,
    archive,
    scanned,
    includePrivate,
    people: new People(server),
    spool: spools.make,
    expect: (steps) => (total = steps),
    check,
    step: async () => {
      check();
      done += 1;
      await packing.step(done, total);
    },
  };
  try {
    await writers[kind](work, await packing.actor());
    return { path, bytes: await archive.close(), scanned };
  } catch (error) {
    await archive.abort();
    throw error;
  } finally {
    // Before the folder goes: an open file would keep its disk space.
    await spools.close();
  }
}

async function anyVanished(server: Server, scanned: Scanned[]): Promise<boolean> {
  for (const { roomId, rev, seq } of scanned)
    if (await wasDeletedSince(server, roomId, { rev, seq })) return true;
  return false;
}

/**
 * Makes an archive, gives it to its user, and removes it from this machine.
 * @throws Interrupted, and what `use` throws
 */
export async function withArchive(packing: Packing, use: (packed: Packed) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(folderOf(packing.server).path, 'export-'));
  try {
    let packed = await pack(packing, folder);
    // What was deleted while it was packed is not to be in it. The last time counts: somebody may delete all day.
    for (let again = 1; again < MOST_PACKINGS && (await anyVanished(packing.server, packed.scanned)); again++)
      packed = await pack(packing, folder);
    await use(packed);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Makes the archive of the workspace at once, instead of in the background: for the command line, which waits for it.
 * @throws forbidden, and what `step` and `use` throw
 */
export async function packWorkspace(
  actor: Actor,
  step: Packing['step'],
  use: (packed: Packed) => Promise<void>,
): Promise<void> {
  requireWorkspace(actor, 'exportWorkspace');
  const { server } = actor;
  const { includePrivate } = liveSettings(server, exportsLive);
  await recordAudit(actor, {
    action: 'workspace.exported',
    on: { kind: 'workspace', id: 'workspace' },
    after: { includePrivate },
  });
  const stopped = (): boolean => server.lifecycle.draining;
  const packing = { server, kind: 'workspace', includePrivate, actor: () => Promise.resolve(actor) } as const;
  await withArchive({ ...packing, stopped, step }, use).catch((error: unknown) => {
    throw error instanceof Interrupted ? new AppError('unavailable') : error;
  });
}
