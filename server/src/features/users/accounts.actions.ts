import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { mayManage } from '@parley/shared/permissions';
import type { AccountView, UpdateAccountInput, UserView } from '@parley/shared/users';
import type { Actor } from '../../platform/context.js';
import { changedFields, recordAudit } from '../audit/audit.change.js';
import { filterText } from '../wordFilter/wordFilter.access.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { loadUser, type UserDoc } from './users.access.js';
import { tellOfUser } from './audience.actions.js';
import { rename } from './users.actions.js';
import { updateProfile } from './users.change.js';
import { viewUser } from './users.view.js';

const viewAccount = (user: UserDoc): AccountView => ({ user: viewUser(user), email: user.email });

/**
 * Loads an account that the actor may change, as one who manages people; owners and admins only as an owner.
 * @throws forbidden, not_found
 */
export async function loadManaged(actor: Actor, userId: string): Promise<UserDoc> {
  requireWorkspace(actor, 'managePeople');
  const target = await loadUser(actor, userId);
  // The account of a webhook is managed with the webhook, and an erased person has none.
  if (target.bot || target.erased) throw notFound();
  if (userId !== actor.userId && !mayManage(actor.role, target.role, target.role))
    throw refusal('accounts.ownersOnly');
  return target;
}

/** Somebody's account with their e-mail address. @throws forbidden, not_found */
export const readAccount = async (actor: Actor, userId: string): Promise<AccountView> =>
  viewAccount(await loadManaged(actor, userId));

/** Mails a person what another has changed in their account. To their former address, since the new one may be a thief's. */
async function mailOfChange({ server, userId }: Actor, before: UserDoc, changes: string[]): Promise<void> {
  if (before.email === null || changes.length === 0 || String(before._id) === userId) return;
  const { name } = await readWorkspace(server);
  mailLater(server, {
    to: before.email,
    subject: `Your account in ${name} was changed`,
    text: `Hello ${oneLine(before.displayName)},\n\nan admin of ${oneLine(name)} has changed your account @${before.username}:\n\n${changes.map((change) => `- ${change}`).join('\n')}\n\nIf you did not expect this, ask them.\n`,
  });
}

/** Logs changes to other people's accounts. */
function logOfChange({ server, userId, sessionId }: Actor, of: string, what: string[]): void {
  server.log.info({ by: userId, session: sessionId, userId: of, changed: what }, 'an account was changed');
}

const auditedOf = ({ username, displayName, email }: UserDoc) => ({ username, displayName, email });

/** Records what another changed in a person's account. */
async function recordChange(actor: Actor, was: UserDoc, is: UserDoc): Promise<void> {
  const changed = changedFields(auditedOf(was), auditedOf(is));
  if (changed)
    await recordAudit(actor, {
      action: 'person.changed',
      on: { kind: 'person', id: String(is._id) },
      ...changed,
    });
}

/**
 * Changes a person's name or e-mail address, and mails their former address.
 * @throws forbidden, not_found, conflict when the address is another's
 */
export async function updateAccount(
  actor: Actor,
  userId: string,
  { displayName, email }: UpdateAccountInput,
): Promise<AccountView> {
  const before = await loadManaged(actor, userId);
  const named =
    displayName === undefined ? before.displayName : await filterText(actor.server, displayName.trim());
  const address = email === undefined ? before.email : email;
  const changes = [
    ...(named === before.displayName ? [] : [`Your name is ${oneLine(named)}.`]),
    ...(address === before.email ? [] : [`Your e-mail address is ${address ?? 'removed'}.`]),
  ];
  if (changes.length === 0) return viewAccount(before);
  const user = await updateProfile(actor.server, userId, { displayName: named, email: address });
  logOfChange(actor, userId, [
    ...(named === before.displayName ? [] : ['name']),
    ...(address === before.email ? [] : ['email']),
  ]);
  await recordChange(actor, before, user);
  await tellOfUser(actor.server, user);
  await mailOfChange(actor, before, changes);
  return viewAccount(user);
}

/**
 * Changes a person's user name; the former one still mentions them (decision 024). Sends a mail.
 * @throws forbidden, not_found, conflict, rate_limited
 */
export async function renamePerson(actor: Actor, userId: string, username: string): Promise<UserView> {
  const before = await loadManaged(actor, userId);
  const user = await rename(actor, userId, username);
  if (user.username !== before.username) {
    logOfChange(actor, userId, ['username']);
    await recordChange(actor, before, user);
    await mailOfChange(actor, before, [`Your user name is @${user.username}.`]);
  }
  return viewUser(user);
}
