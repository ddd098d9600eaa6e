import { setTimeout } from 'node:timers/promises';
import type { Log } from './log.js';

/** How often it is looked whether there is room again, in ms. */
const AGAIN_MS = 10_000;

/** Was a write refused because the disk is full? By the built-in database's sentence, or by MongoDB's code OutOfDiskSpace. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (/disk is full or cannot be written/.test(error.message) || (error as { code?: unknown }).code === 14031);

/**
 * What a start writes though nothing has changed, such as indexes that are there already. On a full disk it must not keep people from
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
