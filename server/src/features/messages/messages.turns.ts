import type { SendInput } from '@parley/shared/messages';
import { refusal } from '@parley/shared/refusals';
import type { Actor } from '../../platform/context.js';
import { findByClientId } from './messages.access.js';

/** Whether a message was sent before: its repeat is let through as it was. */
export const isRepeat = async (
  { server, userId }: Actor,
  { roomId, clientId }: SendInput,
): Promise<boolean> => (await findByClientId(server, { roomId, authorId: userId, clientId })) !== null;

/** @throws rate_limited while slow mode lets this person wait */
export async function takeTurn({ server, userId }: Actor, roomId: string, slow: number): Promise<void> {
  const seconds = await server.limits.spaced(`slow|${roomId}|${userId}`, slow);
  if (seconds !== undefined) throw refusal('rooms.slow', { seconds }, { retryAfter: seconds });
}
