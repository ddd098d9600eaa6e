import { z } from 'zod';
import { attachedIds, fileView } from './files.js';
import { clientId, objectId } from './ids.js';
import { limits } from './limits.js';
import { messagePart } from './parts.js';
import { emoji } from './users.js';
import { boundedText } from './boundedText.js';
import { messageOf } from './faults.js';

/** A message's text; beside files it may be empty. */
export const caption = boundedText(0, limits.messageLength).meta({
  example: 'The **release** is out, @jo :tada:',
});

/** Whether a message has content: text or files. */
export const saysSomething = (input: { text: string; fileIds?: string[] | undefined }): boolean =>
  input.text.trim() !== '' || (input.fileIds?.length ?? 0) > 0;
export const emptyText = { error: messageOf('empty'), path: ['text'] };

export const reactionView = z.strictObject({ emoji: z.string(), userIds: z.array(objectId) });

/** Something that happened in the room, as a message of its own. */
export const notice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('welcome') }),
  z.strictObject({ kind: z.literal('renamed'), name: z.string() }),
  z.strictObject({ kind: z.literal('topic'), topic: z.string() }),
  z.strictObject({ kind: z.literal('archived') }),
]);
export type Notice = z.infer<typeof notice>;

export const messageView = z
  .strictObject({
    messageId: objectId,
    roomId: objectId,
    authorId: objectId,
    clientId: z.string(),
    /** Place in the room: 1, 2, 3 … in order of creation. */
    seq: z.number().int().positive(),
    /** The room-wide number of this message's last change. */
    rev: z.number().int().positive(),
    createdAt: z.iso.datetime(),
    editedAt: z.iso.datetime().nullable(),
    /** Set once deleted: the text is then empty and everything else gone. */
    deletedAt: z.iso.datetime().nullable(),
    text: z.string(),
    mentionIds: z.array(objectId),
    /** It calls everybody in the room, by @room. */
    mentionsRoom: z.boolean(),
    replyTo: z.strictObject({ messageId: objectId, seq: z.number().int() }).nullable(),
    reactions: z.array(reactionView),
    files: z.array(fileView).default([]),
    /** What features add to it; absent in most. */
    parts: z.array(messagePart).max(limits.partsPerMessage).optional(),
    notice: notice.nullable(),
    /** By whom and when it was pinned in its room. */
    pinned: z.strictObject({ userId: objectId, at: z.iso.datetime() }).nullable(),
  })
  .meta({ id: 'Message' });
export type MessageView = z.infer<typeof messageView>;

export const sendInput = z
  .strictObject({
    roomId: objectId,
    clientId,
    text: caption,
    replyToId: objectId.optional(),
    /** Files uploaded to this room before. */
    fileIds: attachedIds.optional(),
  })
  .refine(saysSomething, emptyText);
export type SendInput = z.infer<typeof sendInput>;

/** Several messages without files, in order: those that waited for a network are sent at once. */
export const sendAllInput = z.strictObject({
  roomId: objectId,
  messages: z
    .array(
      z
        .strictObject({ clientId, text: caption, replyToId: objectId.optional() })
        .refine(saysSomething, emptyText),
    )
    .min(1)
    .max(limits.sentTogether),
});
export type SendAllInput = z.infer<typeof sendAllInput>;

/** Only the text of a message with files may become empty. */
export const editInput = z.strictObject({ text: caption });
export const reactionParam = emoji;

export const editView = z
  .strictObject({ text: z.string(), writtenAt: z.iso.datetime() })
  .meta({ id: 'Edit' });
export type EditView = z.infer<typeof editView>;

/** Where to read history: at most one of before, after and around (places in the room). */
export const pageQuery = z
  .strictObject({
    before: z.coerce.number().int().min(1).optional(),
    after: z.coerce.number().int().min(0).optional(),
    around: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(limits.page).default(limits.pageDefault),
  })
  .refine((q) => [q.before, q.after, q.around].filter((v) => v !== undefined).length <= 1, {
    error: messageOf('oneOfBeforeAfterAround'),
  });
export type PageQuery = z.infer<typeof pageQuery>;

export const messagePage = z
  .strictObject({
    messages: z.array(messageView),
    hasMoreBefore: z.boolean(),
    hasMoreAfter: z.boolean(),
  })
  .meta({ id: 'MessagePage' });
export type MessagePage = z.infer<typeof messagePage>;

/** The newest message and the newest change of a room. */
export const heads = z.strictObject({
  headSeq: z.number().int().nonnegative(),
  headRev: z.number().int().nonnegative(),
});
export type Heads = z.infer<typeof heads>;
