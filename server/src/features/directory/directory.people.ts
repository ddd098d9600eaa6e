import { AppError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { displayName, email as emailAddress } from '@parley/shared/users';
import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { requireOpenAddress } from '../moderation/addressBans.access.js';
import { requireNoBrake } from '../newcomers/brake.access.js';
import { waitingFields } from '../newcomers/newcomers.access.js';
import { settleNew } from '../newcomers/newcomers.change.js';
import { newUser } from '../sessions/sessions.actions.js';
import type { Account, Origin } from '../sessions/sessions.change.js';
import { tellOfUser } from '../users/audience.actions.js';
import { namesFor } from '../users/names.access.js';
import type { UserDoc } from '../users/users.access.js';
import { freeName } from '../users/users.actions.js';
import { askToConfirm } from '../users/letters.actions.js';
import { insertAccount, updateProfile } from '../users/users.change.js';
import { firstClean } from '../wordFilter/wordFilter.access.js';
import type { DirectoryPerson } from './directory.access.js';
import { removeLink, storeLink } from './directory.change.js';

/** What people see of them. */
async function shownName(server: Server, { name }: DirectoryPerson, fallback: string): Promise<string> {
  const shown = name?.trim().slice(0, limits.displayName);
  const valid = displayName.safeParse(shown).success ? [shown ?? ''] : [];
  return (await firstClean(server, valid)) ?? fallback;
}

async function insert(
  server: Server,
  person: DirectoryPerson,
  login: string,
  _id: Types.ObjectId,
): Promise<Account> {
  const given = emailAddress.safeParse(person.email).success ? (person.email ?? null) : null;
  // Where people write their address themselves, the directory says nothing of whose it is.
  const wanted = server.config.LDAP_EMAIL_CONFIRMED ? null : given;
  let email = wanted === null ? given : null;
  for (const name of namesFor(login)) {
    await freeName(server, name);
    for (;;)
      try {
        const user = {
          ...newUser(_id, { username: name, displayName: await shownName(server, person, name) }, false),
          email,
          ...(await waitingFields(server, 'directory')),
          ...(wanted === null ? {} : { emailWanted: wanted }),
        };
        await insertAccount(server, user);
        if (wanted !== null) askToConfirm(server, user, wanted);
        return user;
      } catch (error) {
        const key = error instanceof AppError ? error.key : undefined;
        // Somebody here has this address: it stays theirs.
        if (key === 'accounts.emailTaken' && email !== null) email = null;
        else if (key === 'names.taken') break;
        else throw error;
      }
  }
  throw new Error('no user name is free');
}

/** An account for somebody of the directory who signs in for the first time. @returns undefined when a concurrent sign-in made it */
export async function makeAccount(
  server: Server,
  person: DirectoryPerson,
  login: string,
  origin: Origin,
): Promise<Account | undefined> {
  await requireOpenAddress(server, origin.address);
  await requireNoBrake(server);
  const _id = new Types.ObjectId();
  // Before the account: a crash in between leaves a link to nobody, which the next sign-in replaces.
  if (!(await storeLink(server, person.id, _id))) return undefined;
  try {
    const user = await insert(server, person, login, _id);
    logEvent(server, 'registered', origin, { userId: String(_id), role: user.role, by: 'directory' });
    await settleNew(server, user);
    return user;
  } catch (error) {
    await removeLink(server, person.id);
    throw error;
  }
}

/** Takes over the name as it is in the directory. */
export async function refreshName(server: Server, user: UserDoc, person: DirectoryPerson): Promise<UserDoc> {
  const shown = await shownName(server, person, user.displayName);
  if (shown === user.displayName) return user;
  const renamed = await updateProfile(server, String(user._id), { displayName: shown });
  await tellOfUser(server, renamed);
  return renamed;
}
