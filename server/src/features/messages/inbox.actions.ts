import type { MessageView } from '@parley/shared/messages';
import type { Actor } from '../../platform/context.js';
import { OneAtATime, type Gone } from '../../platform/oneAtATime.js';
import { perServer } from '../../platform/perServer.js';
import { blockedBy } from '../users/blocks.access.js';
import { listRoomIds } from '../rooms/rooms.access.js';
import { aboveFloors } from './messages.access.js';
import { findCalls } from './messages.calls.js';
import { viewMessage } from './messages.view.js';

interface Inbox {
  messages: MessageView[];
  /** Give it as `before` for the next page; null at the end. */
  next: string | null;
}

/** Rounds to fill a page; then the client requests the next one. */
const MOST_ROUNDS = 3;
/** Per person: each of their tabs reads the inbox when somebody mentions them. */
const MOST_WAITING = 20;
const inboxes = perServer(() => new OneAtATime(MOST_WAITING));

async function read(
  actor: Actor,
  page: { before?: string | undefined; limit: number },
  gone: Gone,
): Promise<Inbox> {
  const { server, userId } = actor;
  const [roomIds, blocked] = await Promise.all([listRoomIds(server, userId), blockedBy(server, userId)]);
  const messages: MessageView[] = [];
  let { before } = page;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = await findCalls(server, { userId, roomIds, gone }, { before, limit: page.limit });
    const shown = new Set(await aboveFloors(server, found));
    for (const message of found) {
      before = String(message._id);
      if (!shown.has(message) || String(message.authorId) === userId || message.deletedAt !== null) continue;
      if (blocked.has(String(message.authorId))) continue;
      messages.push(viewMessage(message));
      if (messages.length === page.limit) return { messages, next: before };
    }
    if (found.length < page.limit) return { messages, next: null };
  }
  return { messages, next: before ?? null };
}

/**
 * Mentions and replies in the rooms one is in, without one's own messages and deleted ones.
 *
 * @param gone whether the client has disconnected; then nothing more is read
 * @returns a page, which may be short while `next` is not null
 * @throws rate_limited when too many requests of one person wait, ClientGone
 */
export const readInbox = (
  actor: Actor,
  page: { before?: string | undefined; limit: number },
  gone: Gone,
): Promise<Inbox> => inboxes(actor.server).run(actor.userId, gone, () => read(actor, page, gone));
