import { invalidField } from '@parley/shared/faults';
import { mayManage, workspaceRoles } from '@parley/shared/permissions';
import type { ManagedPerson, PeopleFilter, PeoplePage, PeopleQuery } from '@parley/shared/people';
import { z } from 'zod';
import type { Actor } from '../../platform/context.js';
import { isBanned } from '../users/bans.access.js';
import { listAccounts, type UserDoc } from '../users/users.access.js';
import { viewUser } from '../users/users.view.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { signsOf, type Signs } from './people.signs.js';

/** As it is compared and sorted: without case and accents. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The address as this reader may see it: it can be used to sign in, or to reset a password. */
const emailFor = ({ role, userId }: Actor, user: UserDoc): string | null =>
  String(user._id) === userId || mayManage(role, user.role, user.role) ? user.email : null;

const idOf = ({ _id }: UserDoc): string => String(_id);

/** What is decided by the account alone. */
function matches(actor: Actor, filter: PeopleFilter, wanted: string | undefined) {
  return (user: UserDoc): boolean => {
    if (filter.role !== undefined && user.role !== filter.role) return false;
    if (filter.status === 'active' && (!user.active || isBanned(user))) return false;
    if (filter.status === 'deactivated' && user.active) return false;
    if (filter.status === 'banned' && !isBanned(user)) return false;
    if (filter.seen !== undefined && (filter.seen === 'never') !== (user.seenAt === undefined)) return false;
    if (wanted === undefined) return true;
    const { displayName, username, formerNames = [] } = user;
    const texts = [
      displayName,
      username,
      ...formerNames.map(({ name }) => name),
      emailFor(actor, user) ?? '',
    ];
    return texts.some((text) => fold(text).includes(wanted));
  };
}

const matchesSigns =
  ({ factor, signIn }: PeopleFilter) =>
  (signs: Signs | undefined): boolean =>
    (factor === undefined || (signs?.factor ?? false) === (factor === 'with')) &&
    (signIn === undefined ||
      (signIn === 'none' ? (signs?.signIn.length ?? 0) === 0 : (signs?.signIn.includes(signIn) ?? false)));

/** All people that match a filter, unordered. @throws forbidden */
export async function findPeople(actor: Actor, filter: PeopleFilter): Promise<UserDoc[]> {
  requireWorkspace(actor, 'managePeople');
  const wanted = filter.q === undefined ? undefined : fold(filter.q.trim().replace(/^@/, ''));
  const found = (await listAccounts(actor.server)).filter(matches(actor, filter, wanted));
  if (filter.factor === undefined && filter.signIn === undefined) return found;
  const signs = await signsOf(actor.server, found.map(idOf));
  const fits = matchesSigns(filter);
  return found.filter((user) => fits(signs.get(idOf(user))));
}

/** People as those who manage them see them. */
export async function viewManaged(actor: Actor, users: UserDoc[]): Promise<ManagedPerson[]> {
  const signs = await signsOf(actor.server, users.map(idOf));
  return users.map((user) => ({
    user: viewUser(user),
    email: emailFor(actor, user),
    createdAt: user.createdAt.toISOString(),
    seenAt: user.seenAt?.toISOString() ?? null,
    signIn: signs.get(idOf(user))?.signIn ?? [],
    factor: signs.get(idOf(user))?.factor ?? false,
    banned: isBanned(user),
  }));
}

/** What people are sorted by; the id makes it one of a kind. */
type Place = readonly [key: string, userId: string];

const keys: Record<PeopleQuery['sort'], (user: UserDoc) => string> = {
  name: ({ displayName }) => fold(displayName),
  role: ({ role, displayName }) => `${workspaceRoles.indexOf(role)} ${fold(displayName)}`,
  created: ({ createdAt }) => createdAt.toISOString(),
  seen: ({ seenAt }) => seenAt?.toISOString() ?? '',
};

const compare = ([a, idA]: Place, [b, idB]: Place): number =>
  a === b ? (idA < idB ? -1 : idA > idB ? 1 : 0) : a < b ? -1 : 1;

const place = z.tuple([z.string(), z.string()]);

/** @throws invalid */
function placeOf(cursor: string): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw invalidField('after', 'cursor');
  }
}

/**
 * A page of the people that match a filter. A cursor is a place in the order and no number: who comes or goes meanwhile moves nobody
 * else onto another page.
 * @throws forbidden, invalid
 */
export async function listManaged(
  actor: Actor,
  { sort, descending, after, limit, ...filter }: PeopleQuery,
): Promise<PeoplePage> {
  const found = await findPeople(actor, filter);
  const sign = descending === undefined ? 1 : -1;
  const from = after === undefined ? undefined : placeOf(after);
  const sorted = found
    .map((user) => ({ user, at: [keys[sort](user), idOf(user)] as const }))
    .sort((a, b) => sign * compare(a.at, b.at));
  const rest = from === undefined ? sorted : sorted.filter(({ at }) => sign * compare(at, from) > 0);
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page.at(-1) : undefined;
  return {
    people: await viewManaged(
      actor,
      page.map(({ user }) => user),
    ),
    total: found.length,
    // A display name is short, so a cursor is within its bound.
    next: last ? Buffer.from(JSON.stringify(last.at)).toString('base64url') : null,
  };
}
