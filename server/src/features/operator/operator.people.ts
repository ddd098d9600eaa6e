import { notFound } from '@parley/shared/errors';
import { isTokenId, type RequestOf } from '@parley/shared/operator';
import { resetPath } from '@parley/shared/recovery';
import { refusal } from '@parley/shared/refusals';
import { publicAddress } from '../../platform/basePath.js';
import type { Actor, Server } from '../../platform/context.js';
import { listAccessTokens } from '../accessTokens/accessTokens.access.js';
import { revokeFoundToken, viewAccessToken } from '../accessTokens/accessTokens.actions.js';
import { recordAudit } from '../audit/audit.change.js';
import { mergePeople } from '../merging/merging.actions.js';
import { storeLink } from '../recovery/recovery.change.js';
import { addPerson } from '../sessions/adding.actions.js';
import { findAccount, findAccountByLogin, type UserDoc } from '../users/users.access.js';
import { updatePerson } from '../workspace/workspace.actions.js';
import { OperatorFault } from './operator.fault.js';

/** A person as an operator sees them. */
export const viewOperated = ({ username, displayName, email, role, active }: UserDoc) => ({
  username,
  displayName,
  email,
  role,
  active,
});
export type OperatedUser = ReturnType<typeof viewOperated>;

/** A person by user name or e-mail address. @throws not_found */
export async function loadByName(server: Server, name: string): Promise<UserDoc> {
  const user = await findAccountByLogin(server, name.trim().toLowerCase().replace(/^@/, ''));
  if (!user || user.bot || user.erased) throw refusal('accounts.nobody', { name });
  return user;
}

/** A link for a new password, good once. @param base the URL of the workspace */
export async function linkFor(
  actor: Actor,
  { _id }: UserDoc,
  base: string,
): Promise<{ url: string; expiresAt: string }> {
  const { token, expiresAt } = await storeLink(actor.server, String(_id), 'operator');
  await recordAudit(actor, {
    action: 'person.resetLinkCreated',
    on: { kind: 'person', id: String(_id) },
  });
  return { url: publicAddress(base, resetPath(token)), expiresAt };
}

/** Makes an account, with a link for its password unless it has one. */
export async function add(
  actor: Actor,
  { name, displayName = name, email, role = 'member', password }: RequestOf<'add'>,
  base: string,
) {
  const user = await addPerson(actor, {
    usernames: [name],
    displayName,
    email: email ?? null,
    role,
    active: true,
    password,
  });
  const users = [viewOperated(user)];
  return password === undefined ? { users, link: await linkFor(actor, user, base) } : { users };
}

/** Merges an account into another; the server moves what it has. */
export async function mergeInto(actor: Actor, user: UserDoc, name: string) {
  const into = await loadByName(actor.server, name);
  await mergePeople(actor, String(user._id), { into: String(into._id), username: user.username });
  return { users: [viewOperated(into)] };
}

/** Changes a role, or whether somebody is active, as an owner does on the page. */
export async function setStanding(actor: Actor, userId: string, to: Parameters<typeof updatePerson>[2]) {
  await updatePerson(actor, userId, to);
  const user = await findAccount(actor.server, userId);
  if (!user) throw notFound();
  return { users: [viewOperated(user)] };
}

const ofPerson = ({ server }: Actor, { _id }: UserDoc): Actor => ({ server, userId: String(_id) }) as Actor;

/** The access tokens of a person, without the tokens themselves. */
export const tokensOf = async (actor: Actor, user: UserDoc) => ({
  tokens: (await listAccessTokens(ofPerson(actor, user))).map(viewAccessToken),
});

/** Revokes all access tokens of a person. */
export async function revokeAllOf(actor: Actor, user: UserDoc) {
  const { tokens } = await tokensOf(actor, user);
  const revoked = [];
  for (const { tokenId } of tokens) {
    // It may have been revoked meanwhile.
    const { userId: _owner, ...token } = await revokeFoundToken(actor, { tokenId });
    revoked.push(token);
  }
  return { users: [viewOperated(user)], tokens: revoked };
}

/** Revokes a token by its id, or by itself. */
export async function revokeOne(actor: Actor, { token }: RequestOf<'tokens-revoke'>) {
  const of = isTokenId(token) ? { tokenId: token } : { token: token.trim() };
  const { userId, ...revoked } = await revokeFoundToken(actor, of).catch(() => {
    throw new OperatorFault('There is no such access token. `tokens list NAME` has the ids of somebody’s.');
  });
  const user = await findAccount(actor.server, userId);
  return { users: user ? [viewOperated(user)] : [], tokens: [revoked] };
}
