import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { inNormalForm, knownEmoji } from '@parley/shared/knownEmoji';
import { limits } from '@parley/shared/limits';
import type { MessageView } from '@parley/shared/messages';
import { Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { loadMessage, type MessageDoc } from '../messages/messages.access.js';
import { changeMessage } from '../messages/messages.change.js';
import { viewMessage } from '../messages/messages.view.js';
import { loadRoomFor } from '../rooms/rooms.access.js';

type Reactions = MessageDoc['reactions'];

function withReaction(reactions: Reactions, emoji: string, userId: string): Reactions | undefined {
  const existing = reactions.find((reaction) => reaction.emoji === emoji);
  if (existing?.userIds.some((id) => String(id) === userId) === true) return undefined;
  if (!existing && reactions.length >= limits.reactionsPerMessage)
    throw refusal('reactions.tooMany', { most: limits.reactionsPerMessage });
  const added = new Types.ObjectId(userId);
  if (!existing) return [...reactions, { emoji, userIds: [added] }];
  return reactions.map((reaction) =>
    reaction === existing ? { emoji, userIds: [...reaction.userIds, added] } : reaction,
  );
}

function withoutReaction(reactions: Reactions, emoji: string, userId: string): Reactions | undefined {
  if (
    !reactions.some(
      (reaction) => reaction.emoji === emoji && reaction.userIds.some((id) => String(id) === userId),
    )
  )
    return undefined;
  return reactions
    .map((reaction) =>
      reaction.emoji === emoji
        ? { emoji, userIds: reaction.userIds.filter((id) => String(id) !== userId) }
        : reaction,
    )
    .filter((reaction) => reaction.userIds.length > 0);
}

/**
 * Adds or removes one's own reaction. Idempotent. All forms of an emoji are one reaction.
 *
 * @throws invalid `emoji` for what is not one emoji; not_found, forbidden; conflict when there are too many different ones
 */
export async function setReaction(
  actor: Actor,
  at: { messageId: string; emoji: string },
  present: boolean,
): Promise<MessageView> {
  const emoji = knownEmoji(at.emoji);
  if (emoji === undefined) throw invalidField('emoji', 'emoji');
  const { message } = await loadMessage(actor, at.messageId);
  await loadRoomFor(actor, String(message.roomId), 'send');
  const stored = await changeMessage(actor, message, (current) => {
    if (current.deletedAt) throw notFound();
    const known = inNormalForm(current.reactions);
    const reactions = (present ? withReaction : withoutReaction)(known, emoji, actor.userId);
    return reactions && { reactions };
  });
  return viewMessage(stored);
}
