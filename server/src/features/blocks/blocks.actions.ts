import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import type { Actor } from '../../platform/context.js';
import { addBlock, removeBlock } from '../users/blocks.change.js';
import { loadPerson } from '../users/directory.access.js';

/** Blocks a person one may see, of whatever role. Idempotent. @throws not_found, conflict for oneself and at the limit */
export async function blockPerson(actor: Actor, userId: string): Promise<void> {
  const person = await loadPerson(actor, userId);
  // A webhook speaks for its room, and writes to nobody.
  if (person.bot || person.erased) throw notFound();
  if (userId === actor.userId) throw refusal('blocks.self');
  await addBlock(actor.server, actor.userId, userId);
}

/** Ends a block, also of somebody one does not see any more. Idempotent. */
export const unblockPerson = (actor: Actor, userId: string): Promise<void> =>
  removeBlock(actor.server, actor.userId, userId);
