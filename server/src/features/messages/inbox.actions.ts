import type { MessageView } from '@parley/shared/messages';
import type { Actor } from '../../platform/context.js';
import { listOwnRooms } from '../rooms/rooms.access.js';
import { findCalls } from './messages.access.js';
import { viewMessage } from './messages.view.js';

/** What calls one, in the rooms one is in; not what one said oneself, nor what was deleted. */
export async function readInbox(
  actor: Actor,
  page: { before?: string | undefined; limit: number },
): Promise<{ messages: MessageView[]; next: string | null }> {
  const roomIds = (await listOwnRooms(actor)).map(({ room }) => String(room._id));
  const own = new Set(roomIds);
  const messages: MessageView[] = [];
  let before = page.before;
  // A page of hits may lie in rooms one has left: then the next is looked at, until one is full or nothing is left.
  for (;;) {
    const found = await findCalls(
      actor.server,
      { userId: actor.userId, roomIds },
      { before, limit: page.limit },
    );
    for (const message of found)
      if (
        own.has(String(message.roomId)) &&
        String(message.authorId) !== actor.userId &&
        message.deletedAt === null &&
        messages.length < page.limit
      ) {
        messages.push(viewMessage(message));
        before = String(message._id);
      }
    if (messages.length === page.limit) return { messages, next: messages.at(-1)?.messageId ?? null };
    if (found.length < page.limit) return { messages, next: null };
    before = String(found.at(-1)?._id);
  }
}
