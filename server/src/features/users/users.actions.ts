import { invalidField, notFound } from '@parley/shared/errors';
import type { MeView, UpdateMeInput } from '@parley/shared/users';
import type { Actor } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { setDoNotDisturb } from '../presence/presence.actions.js';
import { Users } from './users.model.js';
import { viewMe, viewUser } from './users.view.js';

/** Changes one's own profile; everybody hears of what they may see. */
export async function updateMe(actor: Actor, input: UpdateMeInput): Promise<MeView> {
  const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
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
