import { AppError } from '@parley/shared/errors';
import { mayManage, type WorkspaceRole } from '@parley/shared/permissions';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { doerOf } from '../../platform/programActor.js';
import { recordAudit } from '../audit/audit.change.js';
import { refuseGuessable, setFirstPassword } from '../credentials/credentials.actions.js';
import { removeCredentialsOf } from '../credentials/credentials.change.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { publishAccount } from '../users/audience.actions.js';
import { isUnclaimed, type UserDoc } from '../users/users.access.js';
import { freeName } from '../users/users.actions.js';
import { insertAccount } from '../users/users.change.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { newUser } from './sessions.actions.js';
import type { Account } from './sessions.change.js';

export interface AddedPerson {
  /** User names to try: the first that is free becomes theirs. At least one. */
  usernames: Iterable<string>;
  displayName: string;
  /** It counts as confirmed, as one does that an admin sets. */
  email: string | null;
  role: WorkspaceRole;
  active: boolean;
  /** Without one they need a link for it, or another way to sign in. */
  password?: string | undefined;
}

/** Stores an account under the first name that is free. @throws conflict when none is, or the address is another's */
async function insertNamed(
  { server }: Actor,
  usernames: Iterable<string>,
  account: (username: string) => Account,
): Promise<Account> {
  let taken: unknown;
  for (const username of usernames) {
    try {
      await freeName(server, username);
      const user = account(username);
      await insertAccount(server, user);
      return user;
    } catch (error) {
      if (!(error instanceof AppError) || error.key !== 'names.taken') throw error;
      taken = error;
    }
  }
  throw taken;
}

/**
 * Makes an account for somebody, as one who manages people: invitations and the rules of registering do not apply.
 * @param store called with the id before the account is stored; what it has stored it removes itself when this throws
 * @throws forbidden, invalid on a password that is easy to guess, conflict when the name or the address is another's
 */
export async function addPerson(
  actor: Actor,
  { usernames, displayName, email, role, active, password }: AddedPerson,
  store: (userId: Types.ObjectId) => Promise<void> = () => Promise.resolve(),
): Promise<UserDoc> {
  const { server } = actor;
  requireWorkspace(actor, 'managePeople');
  if (!mayManage(actor.role, 'member', role)) throw refusal('accounts.ownersOnly');
  // The founder is made by registering, with a password.
  if (await isUnclaimed(server)) throw refusal('accounts.noFounder');
  const [username = ''] = password === undefined ? [] : usernames;
  if (password !== undefined)
    await refuseGuessable(server, password, { username, displayName, email }, 'password');
  const _id = new Types.ObjectId();
  if (password !== undefined) await setFirstPassword(server, { _id }, password);
  let user: Account;
  try {
    await store(_id);
    const account = (name: string): Account => ({
      ...newUser(_id, { username: name, displayName }, false),
      email,
      role,
      active,
    });
    user = await insertNamed(actor, usernames, account);
  } catch (error) {
    // After any other error the account may have been stored.
    if (error instanceof AppError) await removeCredentialsOf(server, _id);
    throw error;
  }
  const userId = String(_id);
  logEvent(server, 'registered', actor.from, { userId, role, by: doerOf(actor) });
  if (active) await enterGeneral(server, user);
  const stored = { ...user, names: [user.username] };
  await publishAccount(server, stored);
  await recordAudit(actor, {
    action: 'person.added',
    on: { kind: 'person', id: userId },
    after: { username: user.username, displayName, email, role, active },
  });
  return stored;
}
