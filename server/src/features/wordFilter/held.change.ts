import { randomUUID } from 'node:crypto';
import type { AppError } from '@parley/shared/errors';
import type { SendInput } from '@parley/shared/messages';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { inSlot } from '../../platform/slots.js';
import { HeldMessages } from './held.model.js';

/** Messages of one person that wait. */
const MOST_HELD = 50;

/** Stores a message until a moderator has looked at it. Idempotent by its client id. @returns the refusal that its author gets */
export async function holdMessage({ server, userId }: Actor, message: SendInput): Promise<AppError> {
  const { roomId, clientId, ...input } = message;
  const authorId = new Types.ObjectId(userId);
  const known = await HeldMessages(server).findOne({ authorId, clientId }).lean();
  if (known) return refusal(known.refused ? 'words.refused' : 'words.held');
  const slots = { of: { authorId }, most: MOST_HELD };
  const document = { authorId, roomId, clientId, input, refused: false, createdAt: new Date() };
  try {
    const stored = await inSlot(HeldMessages(server), slots, (slot) =>
      HeldMessages(server).create({ ...document, slot }),
    );
    return refusal(stored ? 'words.held' : 'words.notHere');
  } catch (error) {
    // Sent twice at once: the other has stored it.
    if (duplicateKey(error)?.['clientId'] === undefined) throw error;
    return refusal('words.held');
  }
}

/** Removes what waits of an erased person. */
export const removeHeldOf = async (server: Server, userId: string): Promise<void> =>
  void (await HeldMessages(server).deleteMany({ authorId: userId }));

/** What waits of a merged account waits as a message of the one that stays, up to the bound; the rest stays behind. Idempotent. */
export async function moveHeld(server: Server, fromId: string, intoId: string): Promise<void> {
  const model = HeldMessages(server);
  const slots = { of: { authorId: new Types.ObjectId(intoId) }, most: MOST_HELD };
  for (const { _id } of await model.find({ authorId: fromId }, { _id: 1 }).lean()) {
    const set = { ...slots.of, clientId: randomUUID() };
    if (!(await inSlot(model, slots, (slot) => model.updateOne({ _id }, { $set: { ...set, slot } })))) return;
  }
}
