import type { MessageView } from '@parley/shared/messages';

/** A message for tests, by Ana in the room `r`, a minute after the one before it. */
export const message = (seq: number, over: Partial<MessageView> = {}): MessageView => ({
  messageId: `m${seq}`,
  roomId: 'r',
  authorId: 'ana',
  clientId: `c${seq}`,
  seq,
  rev: seq,
  createdAt: new Date(2026, 0, 1, 9, seq).toISOString(),
  editedAt: null,
  deletedAt: null,
  text: 'x',
  mentionIds: [],
  mentionsRoom: false,
  replyTo: null,
  reactions: [],
  files: [],
  notice: null,
  pinned: null,
  ...over,
});
