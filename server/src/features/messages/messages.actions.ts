import { randomUUID } from 'node:crypto';
import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import type { EditView, MessageView, Notice, SendAllInput, SendInput } from '@parley/shared/messages';
import { isRecord } from '@parley/shared/isWritten';
import type { MessagePart } from '@parley/shared/parts';
import { limits } from '@parley/shared/limits';
import { can, type Standing } from '@parley/shared/permissions';
import { editMinutesOf } from '@parley/shared/standings';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { readPastOwn } from '../reads/reads.actions.js';
import { requireCan } from '../rooms/rooms.access.js';
import { requirePermission } from '../rooms/standings.access.js';
import { takeForMessage } from '../uploads/files.access.js';
import { viewFile } from '../uploads/files.view.js';
import { requireUnmuted } from '../users/mutes.access.js';
import { holdMessage } from '../wordFilter/held.change.js';
import { filterMessage, filterText } from '../wordFilter/wordFilter.access.js';
import {
  findByClientId,
  findInRoom,
  loadMessage,
  loadWithHistory,
  type MessageDoc,
} from './messages.access.js';
import { changeMessages, createMessages, type Mutation, type NewMessage } from './messages.change.js';
import { mentionsOf } from './messages.mentions.js';
import { viewMessage } from './messages.view.js';
import { sendLimit } from './messages.limits.js';
import { isRepeat, takeTurn } from './messages.turns.js';

type Draft = Pick<NewMessage, 'roomId' | 'authorId' | 'clientId'>;

// Field by field, also below: copying objects into each other was a twentieth of a send.
const emptyMessage = ({ roomId, authorId, clientId }: Draft): NewMessage => ({
  roomId,
  authorId,
  clientId,
  createdAt: new Date(),
  editedAt: null,
  deletedAt: null,
  text: '',
  mentionIds: [],
  replyTo: null,
  reactions: [],
  history: [],
  notice: null,
});

async function replyOf(server: Server, input: SendInput): Promise<Pick<MessageDoc, 'replyTo' | 'answersId'>> {
  if (input.replyToId === undefined) return { replyTo: null };
  const message = await findInRoom(server, input.roomId, input.replyToId);
  if (!message) throw invalidField('replyToId', 'notInRoom');
  return { replyTo: { messageId: message._id, seq: message.seq }, answersId: message.authorId };
}

/** A new message from its text, without its files. @throws when they may not */
async function messageOf(actor: Actor, given: SendInput, reviewed = false): Promise<NewMessage> {
  await actor.server.limits.take(sendLimit, actor.userId, actor.limitsUsed);
  const standing = await requirePermission(
    actor,
    given.roomId,
    given.replyToId === undefined ? 'post' : 'reply',
  );
  await requireUnmuted(actor, given.roomId);
  const filtered = reviewed ? undefined : await filterMessage(actor.server, given.text);
  // What people write to each other alone no moderator reads first.
  if (filtered?.hold && (standing.type === 'direct' || standing.type === 'group'))
    throw refusal('words.notHere');
  const input = filtered ? { ...given, text: filtered.text } : given;
  const slow = reviewed || can('deleteAnyMessage', standing) ? undefined : standing.slowSeconds;
  // A repeat was let through before.
  if ((filtered?.hold || slow !== undefined) && !(await isRepeat(actor, input))) {
    if (filtered?.hold) throw await holdMessage(actor, input);
    if (slow !== undefined) await takeTurn(actor, input.roomId, slow);
  }
  const [mentions, reply] = await Promise.all([
    mentionsOf({ server: actor.server, by: actor, standing }, input.roomId, input.text),
    replyOf(actor.server, input),
  ]);
  const draft = {
    roomId: new Types.ObjectId(input.roomId),
    authorId: new Types.ObjectId(actor.userId),
    clientId: input.clientId,
  };
  const message = Object.assign(emptyMessage(draft), reply, mentions);
  message.text = input.text;
  return message;
}

/** Moves the read mark of a person who sends by a token; a page moves its own. In the background, since the count is right without it. */
function readAlong(actor: Actor, { roomId, seq }: MessageDoc): void {
  if (!actor.token) return;
  readPastOwn(actor, { roomId: String(roomId), seq }).catch((error: unknown) =>
    actor.server.log.warn({ err: error }, 'a read mark could not be moved'),
  );
}

/**
 * Sends a message. A repeat with the same client id returns the original.
 *
 * @param parts the parts of features
 * @returns `fresh` is false for a repeat
 */
export async function sendMessage(
  actor: Actor,
  input: SendInput,
  parts?: MessagePart[],
  reviewed = false,
): Promise<{ message: MessageView; fresh: boolean }> {
  const message = await messageOf(actor, input, reviewed);
  if (parts) message.parts = parts;
  // Sent before: its files may be gone since, with the message, and a repeat still gets its answer.
  const said = input.fileIds ? await findByClientId(actor.server, message) : null;
  if (said) return { message: viewMessage(said), fresh: false };
  const files = await takeForMessage(actor, input, input.fileIds ?? []);
  if (files.length > 0) message.files = files.map(viewFile);
  const { message: stored, fresh } = await changeMessages(actor.server, input.roomId, {
    kind: 'create',
    message,
  });
  if (fresh) readAlong(actor, stored);
  return { message: viewMessage(stored), fresh };
}

/** Sends what a moderator has approved, in the name of its author. */
export const sendReviewed = async (actor: Actor, input: SendInput): Promise<void> =>
  void (await sendMessage(actor, input, undefined, true));

/**
 * Sends several messages in order, with repeats as in `sendMessage`. The first refusal ends it: nothing behind it is sent.
 * @returns what was sent; never none
 * @throws the refusal of the first
 */
export async function sendMessages(actor: Actor, { roomId, messages }: SendAllInput): Promise<MessageView[]> {
  const allowed: NewMessage[] = [];
  let refusal: unknown;
  for (const said of messages) {
    try {
      allowed.push(await messageOf(actor, { roomId, ...said }));
    } catch (error) {
      refusal = error;
      break;
    }
  }
  const outcomes = allowed.length === 0 ? [] : await createMessages(actor.server, roomId, allowed);
  const stored: MessageView[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) {
      refusal = outcome.error;
      break;
    }
    stored.push(viewMessage(outcome.value.message));
    if (outcome.value.fresh) readAlong(actor, outcome.value.message);
  }
  if (stored.length === 0) throw refusal;
  return stored;
}

/** Stores a notice of a room, such as its new name, as a message of the person who changed it. */
export async function postNotice(
  server: Server,
  at: { roomId: string; userId: string },
  notice: Notice,
): Promise<void> {
  const draft = {
    roomId: new Types.ObjectId(at.roomId),
    authorId: new Types.ObjectId(at.userId),
    clientId: randomUUID(),
  };
  await changeMessages(server, at.roomId, { kind: 'create', message: { ...emptyMessage(draft), notice } });
}

/**
 * Stores a message with parts and no text, which a feature posts for a person; without a permission check or a limit. A repeat
 * with the same client id returns the first.
 */
export async function postParts(
  server: Server,
  at: { roomId: string; authorId: string; clientId: string },
  parts: MessagePart[],
): Promise<MessageDoc> {
  const draft = {
    roomId: new Types.ObjectId(at.roomId),
    authorId: new Types.ObjectId(at.authorId),
    clientId: at.clientId,
  };
  const message = { ...emptyMessage(draft), parts };
  return (await changeMessages(server, at.roomId, { kind: 'create', message })).message;
}

/**
 * Sends a message in the name of an account that has no membership, such as a webhook's. A repeat sends nothing.
 * @param standing of the person who answers for it, and decides whether it may mention everybody
 */
export async function postAs(
  server: Server,
  at: { roomId: string; authorId: string; clientId: string },
  { text, standing }: { text: string; standing: Standing | undefined },
): Promise<void> {
  const draft = {
    roomId: new Types.ObjectId(at.roomId),
    authorId: new Types.ObjectId(at.authorId),
    clientId: at.clientId,
  };
  const message = {
    ...emptyMessage(draft),
    text,
    ...(await mentionsOf({ server, by: undefined, standing }, at.roomId, text)),
  };
  await changeMessages(server, at.roomId, { kind: 'create', message });
}

type History = NewMessage['history'];

/** The last earlier texts, as many as may be stored: each change of a message reads and writes them all. */
function newestOf(history: History): History {
  const recent: History = [];
  let units = 0;
  for (const earlier of history.slice(-limits.earlierTexts).reverse()) {
    units += earlier.text.length;
    if (units > limits.earlierUnits && recent.length > 0) break;
    recent.unshift(earlier);
  }
  return recent;
}

/** @throws forbidden where one may not edit one's own messages, or not this long after they were sent */
function requireEditable(standing: Standing, { createdAt }: MessageDoc): void {
  requireCan('editOwnMessage', standing);
  const minutes = editMinutesOf(standing);
  if (minutes !== null && Date.now() - createdAt.getTime() > minutes * 60_000)
    throw refusal('messages.editTooLate', { minutes });
}

/** Changes one's own message; the earlier text stays readable. */
export async function editMessage(actor: Actor, messageId: string, given: string): Promise<MessageView> {
  const { message, access } = await loadMessage(actor, messageId);
  requireCan('send', access.standing);
  await requireUnmuted(actor, String(access.room._id));
  if (String(message.authorId) !== actor.userId || isRecord(message)) throw refusal('messages.editOwn');
  requireEditable(access.standing, message);
  // Before the words are looked at: what is refused for its number costs less than that.
  await actor.server.limits.take(sendLimit, actor.userId, actor.limitsUsed);
  const text = await filterText(actor.server, given);
  const mentions = await mentionsOf(
    { server: actor.server, by: actor, standing: access.standing },
    String(message.roomId),
    text,
  );
  const edit: Mutation = (current) => {
    if (current.deletedAt) throw notFound();
    if (current.text === text) return undefined;
    if (text.trim() === '' && (current.files ?? []).length + (current.parts ?? []).length === 0)
      throw invalidField('text', 'empty');
    const writtenAt = current.editedAt ?? current.createdAt;
    return {
      text,
      editedAt: new Date(),
      history: newestOf([...current.history, { text: current.text, writtenAt }]),
      ...mentions,
      mentionsRoom: mentions.mentionsRoom ?? null,
    };
  };
  const job = { kind: 'change' as const, messageId, mutate: edit };
  return viewMessage((await changeMessages(actor.server, String(message.roomId), job)).message);
}

/** The earlier texts of a message, oldest first, ending with the present one. */
export async function readEdits(actor: Actor, messageId: string): Promise<EditView[]> {
  const message = await loadWithHistory(actor, messageId);
  if (message.deletedAt) return [];
  const present = { text: message.text, writtenAt: message.editedAt ?? message.createdAt };
  return [...message.history, present].map(({ text, writtenAt }) => ({
    text,
    writtenAt: writtenAt.toISOString(),
  }));
}
