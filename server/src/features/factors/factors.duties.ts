import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { endAllSessions } from '../sessions/sessions.change.js';
import { listUsers, type UserDoc } from '../users/users.access.js';
import { findWhoHasFactors, listFactors } from './factors.access.js';
import { FactorDuties } from './factors.model.js';

const DAY_MS = 86_400_000;

type Member = Pick<UserDoc, '_id' | 'role'>;

/** Whether a role demands a second factor. */
export const demands = ({ config }: Server, { role }: Pick<UserDoc, 'role'>): boolean =>
  config.SECOND_FACTOR_ROLES.includes(role);

/** Since when this person's role has demanded a factor: from now, where that is not stored yet. */
async function sinceWhen(server: Server, { _id }: Member): Promise<Date> {
  const known = await FactorDuties(server).findById(_id).lean();
  if (known) return known.since;
  const since = new Date();
  try {
    await FactorDuties(server).create({ _id, since });
    return since;
  } catch (error) {
    // Another request was first.
    if (!duplicateKey(error)) throw error;
    return (await FactorDuties(server).findById(_id).lean())?.since ?? since;
  }
}

/** By when somebody without a factor needs one; undefined when their role demands none. */
export async function dueOf(server: Server, user: Member): Promise<Date | undefined> {
  if (!demands(server, user)) return undefined;
  const since = await sinceWhen(server, user);
  return new Date(since.getTime() + server.config.SECOND_FACTOR_GRACE_DAYS * DAY_MS);
}

/** Whether somebody without a factor can do nothing but set one up. */
export async function isOverdue(server: Server, user: Member): Promise<boolean> {
  const due = await dueOf(server, user);
  return due !== undefined && due.getTime() <= Date.now();
}

/** Ends what was made with a password alone: sessions, and access tokens too. */
async function endAll(server: Server, { _id }: Member): Promise<void> {
  const userId = String(_id);
  // Set up a moment ago, while this went through the others.
  if ((await listFactors(server, userId)).length > 0) return;
  await endAllSessions(server, userId, 'revoked');
  await endWhatWasMade(server, { userId, all: true });
}

/** Ends the sessions of those whose days of grace are over; when they sign in, they set up a factor first. */
export async function enforceDuties(server: Server): Promise<void> {
  // Nobody needs one, which is usual: no list of people is read for that.
  if (server.config.SECOND_FACTOR_ROLES.length === 0) {
    await FactorDuties(server).deleteMany({});
    return;
  }
  const people = await listUsers({ server });
  const bound = people.filter((user) => user.active && user.bot !== true && demands(server, user));
  const have = await findWhoHasFactors(
    server,
    bound.map(({ _id }) => String(_id)),
  );
  for (const user of bound)
    // Also of those who have one: without it no new days of grace begin.
    if ((await isOverdue(server, user)) && !have.has(String(user._id))) await endAll(server, user);
  // Whose role demands none any more has all days again, should it do so later.
  const ids = bound.map(({ _id }) => new Types.ObjectId(String(_id)));
  await FactorDuties(server).deleteMany({ _id: trusted({ $nin: ids }) });
}
