import { refusal } from '@parley/shared/refusals';
import type { Server } from '../../platform/context.js';
import type { MessageDoc } from './messages.access.js';

declare module '../../platform/bus.js' {
  interface BusRequests {
    /** Whether a legal hold forbids to delete a message of this author in this room. */
    'message.held': { request: { roomId: string; authorId: string }; answer: boolean };
  }
}

/** @throws conflict for a message that is under a legal hold */
export async function requireNotHeld(
  server: Server,
  { roomId, authorId }: Pick<MessageDoc, 'roomId' | 'authorId'>,
): Promise<void> {
  const message = { roomId: String(roomId), authorId: String(authorId) };
  if (await server.bus.request('message.held', message)) throw refusal('retention.held');
}
