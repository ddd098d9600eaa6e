import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@parley/shared/errors';
import { faultOf } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { Types, trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { Files, type FileDoc } from './files.model.js';

const MB = 1024 * 1024;

/** Bytes that a person has stored, with those being stored after their check. */
export async function sumBytes(server: Server, userId: string): Promise<number> {
  const [sum] = await Files(server).aggregate<{ bytes: number }>([
    {
      $match: {
        ownerId: new Types.ObjectId(userId),
        state: { $in: ['storing', 'stored', 'sent'] },
        deciding: { $ne: true },
      },
    },
    { $group: { _id: null, bytes: { $sum: '$bytes' } } },
  ]);
  return sum?.bytes ?? 0;
}

/** @throws too_large for a file above the limit, or more than a person may store */
export async function requireSpace(actor: Actor, bytes: number): Promise<void> {
  const { file, person } = (await readWorkspace(actor.server)).storage;
  // Files above the configured limit were not even received.
  if (bytes > file * MB)
    throw refusal(
      'files.tooLarge',
      { megabytes: file },
      { errors: [faultOf('file', 'fileSize', { megabytes: file })] },
    );
  if ((await sumBytes(actor.server, actor.userId)) + bytes > person * MB)
    throw refusal('files.spaceUsed', { megabytes: person }, { errors: [faultOf('file', 'spaceUsed')] });
}

/** A check is one sum: one that takes longer, in ms, was killed in the middle. */
const DECIDES_WITHIN_MS = 10_000;
const LOOKS_AGAIN_MS = 20;

const storedAlready = (): AppError => refusal('files.storedAlready', {}, { retryAfter: 2 });

/** Stores the entry as the one of its person that is being checked. @throws unavailable for a repeat */
async function beginDeciding(server: Server, file: FileDoc): Promise<void> {
  for (;;) {
    try {
      await Files(server).create({ ...file, createdAt: new Date(), deciding: true });
      return;
    } catch (error) {
      const taken = duplicateKey(error);
      if (!taken) throw error;
      if (taken['deciding'] === undefined) throw storedAlready();
    }
    const since = trusted({ $lt: new Date(Date.now() - DECIDES_WITHIN_MS) });
    // Nothing of it is stored yet; should it continue after all, its entry is gone.
    await Files(server).deleteOne({ ownerId: file.ownerId, deciding: true, createdAt: since });
    await pause(LOOKS_AGAIN_MS * (0.5 + Math.random()));
  }
}

/**
 * Stores the entry of a file if its person has space for it. A unique index allows one check per person at a time, on any node, so
 * that several at once cannot exceed the limit; a counter would be wrong after a crash, and nobody would notice.
 *
 * @throws too_large, unavailable when the same upload is being stored or the check timed out
 */
export async function takeSpace(actor: Actor, file: FileDoc): Promise<void> {
  const { server } = actor;
  await beginDeciding(server, file);
  try {
    await requireSpace(actor, file.bytes);
    const decided = await Files(server).updateOne(
      { _id: file._id, deciding: true },
      { $unset: { deciding: 1 } },
    );
    if (decided.matchedCount === 0) throw new AppError('unavailable');
  } catch (error) {
    await Files(server).deleteOne({ _id: file._id });
    throw error;
  }
}
