import { setTimeout } from 'node:timers/promises';
import type { Server } from './context.js';
import type { Log } from './log.js';
import { perServer } from './perServer.js';

/** How often it is looked whether there is room again, in ms. */
const AGAIN_MS = 10_000;

/** Was a write refused because the disk is full? By the built-in database's sentence, or by MongoDB's code OutOfDiskSpace. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (/disk is full or cannot be written/.test(error.message) || (error as { code?: unknown }).code === 14031);

/**
 * What a start writes though nothing has changed, such as indexes that are there already. On a full disk it must not prevent people from
 * reading: it is done later, when there is room.
 *
 * @param work safe to repeat
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

/** Was the last write of `followDisk` refused because the disk is full? */
export const isReadOnly = (server: Server): boolean => diskOf(server).full;

/**
 * Does a write that is repeated all the time, and learns from it whether there is room on the disk. Clients of this node receive an
 * event when that changes.
 *
 * @param write safe to repeat
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
