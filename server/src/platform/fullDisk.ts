import { setTimeout } from 'node:timers/promises';
import type { Server } from './context.js';
import type { Log } from './log.js';
import { perServer } from './perServer.js';

/** Interval of checks whether there is space again, in ms. */
const AGAIN_MS = 10_000;

/** Whether a write was refused because the disk is full. By the built-in database's message, or by MongoDB's code OutOfDiskSpace. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (/disk is full or cannot be written/.test(error.message) || (error as { code?: unknown }).code === 14031);

/**
 * For a start's writes that mostly change nothing, such as existing indexes. On a full disk they must not prevent people from
 * reading: they are retried later, when there is space.
 *
 * @param work idempotent
 * @throws what `work` throws for another reason
 */
export async function unlessDiskFull(log: Log, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    log.error(
      { err: error },
      'the disk is full: this server can be read from, and refuses what is to be written until there is room',
    );
    void again(log, work);
  }
}

async function again(log: Log, work: () => Promise<void>): Promise<void> {
  for (;;) {
    await setTimeout(AGAIN_MS, undefined, { ref: false });
    try {
      await work();
      return log.info('there is room on the disk again');
    } catch (error) {
      if (isDiskFull(error)) continue;
      return log.error({ err: error }, 'what the start left out could not be done');
    }
  }
}

const diskOf = perServer(() => ({ full: false }));

/** Whether the last write of `followDisk` was refused because the disk is full. */
export const isReadOnly = (server: Server): boolean => diskOf(server).full;

/**
 * Runs a periodic write, which shows whether there is space on the disk. Clients of this node receive an event when that
 * changes.
 *
 * @param write idempotent
 * @returns what `write` returns; undefined when the disk is full
 * @throws what `write` throws for another reason
 */
export async function followDisk<T>(server: Server, write: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await write();
    note(server, false);
    return result;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    note(server, true, error);
    return undefined;
  }
}

function note(server: Server, full: boolean, error?: unknown): void {
  const disk = diskOf(server);
  if (disk.full === full) return;
  disk.full = full;
  if (full) server.log.error({ err: error }, 'the disk is full: people can read, and what they write waits');
  else server.log.info('there is room on the disk again: what waits is written');
  server.publish.toEveryoneHere('server:changed', { readOnly: full });
}
