import { inNormalForm } from '@parley/shared/knownEmoji';
import type { MessageView } from '@parley/shared/messages';
import type { MessageDoc } from './messages.model.js';

const views = new WeakMap<MessageDoc, MessageView>();

/**
 * A message as everybody in its room sees it. A deleted one has its place and nothing else. Made once: the room receives it, and
 * its author has it in the answer.
 */
export function viewMessage(message: MessageDoc): MessageView {
  const known = views.get(message);
  if (known) return known;
  const view = viewOf(message);
  // Set and not spread: most have none, and this runs for every message.
  if (message.parts && message.parts.length > 0) view.parts = message.parts;
  views.set(message, view);
  return view;
}

const viewOf = (message: MessageDoc): MessageView => ({
  messageId: String(message._id),
  roomId: String(message.roomId),
  authorId: String(message.authorId),
  clientId: message.clientId,
  seq: message.seq,
  rev: message.rev,
  createdAt: message.createdAt.toISOString(),
  editedAt: message.editedAt?.toISOString() ?? null,
  deletedAt: message.deletedAt?.toISOString() ?? null,
  text: message.text,
  mentionIds: message.mentionIds.map(String),
  mentionsRoom: message.mentionsRoom === true,
  replyTo: message.replyTo
    ? { messageId: String(message.replyTo.messageId), seq: message.replyTo.seq }
    : null,
  // Migration 5 has normalized what is stored; an older node that still runs may write another form.
  reactions: inNormalForm(message.reactions).map(({ emoji, userIds }) => ({
    emoji,
    userIds: userIds.map(String),
  })),
  files: message.files ?? [],
  notice: message.notice,
  pinned: message.pinned
    ? { userId: String(message.pinned.userId), at: message.pinned.at.toISOString() }
    : null,
});
