import { invalidField, notFound } from '@parley/shared/errors';
import type { MeView, UpdateMeInput } from '@parley/shared/users';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { setDoNotDisturb } from '../presence/presence.actions.js';
import { endStatuses } from './users.change.js';
import { Users } from './users.model.js';
import { viewMe, viewUser } from './users.view.js';

/** Changes one's own profile; everybody hears of what they may see. */
export async function updateMe(actor: Actor, input: UpdateMeInput): Promise<MeView> {
  const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  // A new status lasts until it is changed, unless it says how long.
  if ((input.statusText !== undefined || input.statusEmoji !== undefined) && input.statusUntil === undefined)
    set['statusUntil'] = null;
  try {
    const user = await Users(actor.server)
      .findByIdAndUpdate(actor.userId, { $set: set, $inc: { version: 1 } }, { returnDocument: 'after' })
      .lean();
    if (!user) throw notFound();
    if (input.presenceMode !== undefined)
      setDoNotDisturb(actor.server, actor.userId, input.presenceMode === 'dnd');
    actor.server.publish.toEveryone('user:changed', { user: viewUser(user) });
    actor.server.publish.toUser(actor.userId, 'me:changed', { me: viewMe(user) });
    return viewMe(user);
  } catch (error) {
    if (duplicateKey(error)?.['email'] !== undefined)
      throw invalidField('email', 'is used by another account');
    throw error;
  }
}

/** Ends statuses whose time is over, and tells everybody. */
export async function sweepStatuses(server: Server, now: Date): Promise<void> {
  for (const user of await endStatuses(server, now)) {
    server.publish.toEveryone('user:changed', { user: viewUser(user) });
    server.publish.toUser(String(user._id), 'me:changed', { me: viewMe(user) });
  }
}
