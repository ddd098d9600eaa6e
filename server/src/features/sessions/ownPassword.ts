import { invalidField } from '@parley/shared/faults';
import type { Actor } from '../../platform/context.js';
import { requireProof } from '../../platform/demands.js';
import type { Proven } from '../credentials/credentials.access.js';
import { provePassword } from '../credentials/credentials.actions.js';
import { findAccount, type UserDoc } from '../users/users.access.js';
import { signInLimit } from './sessions.limits.js';
import { Sessions } from './sessions.model.js';

/** Checks the password of the signed-in person. @throws invalid naming the field when it is wrong, rate_limited */
export async function proveOwn(actor: Actor, password: string, field: string): Promise<Proven> {
  const { server, userId } = actor;
  const budget = `password|${userId}`;
  await server.limits.take(signInLimit, budget, actor.limitsUsed);
  const proven = await provePassword(server, (await findAccount(server, userId)) ?? null, password);
  if (!proven) throw invalidField(field, 'wrong');
  await server.limits.forgive(signInLimit, budget);
  return proven;
}

/** The same, with a second factor where there is one. @throws reauthentication_required, too */
export async function requirePassword(actor: Actor, password: string, field = 'password'): Promise<UserDoc> {
  const proven = await proveOwn(actor, password, field);
  await requireFactorOf(actor, proven);
  return proven.user;
}

/** Where there is a second factor, the password alone is not enough: the session was confirmed with it lately. @throws reauthentication_required */
export async function requireFactorOf(actor: Actor, proven: Proven): Promise<void> {
  const step = await actor.server.bus.request('sessions.secondStep', { proven, purpose: 'confirm' });
  if (step) requireProof(actor);
}

/** Notes that the signed-in person has just shown who they are. */
export const noteProof = ({ server, sessionId }: Actor): Promise<unknown> =>
  Sessions(server)
    .updateOne({ _id: sessionId }, { $set: { provedAt: new Date() } })
    .exec();
