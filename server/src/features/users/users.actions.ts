import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { knownEmoji } from '@parley/shared/knownEmoji';
import { mayInWorkspace, type WorkspaceRole } from '@parley/shared/permissions';
import type { MeView, UpdateMeInput } from '@parley/shared/users';
import { filterText, requireClean } from '../wordFilter/wordFilter.access.js';
import type { Actor, Server } from '../../platform/context.js';
import { requireProof } from '../../platform/demands.js';
import { readWorkspace, requireAllowedEmail } from '../workspace/workspace.access.js';
import { loadMe, type UserDoc } from './users.access.js';
import { endStatuses } from './statuses.change.js';
import { releaseName, updateName, updateProfile, updateStanding } from './users.change.js';
import { tellOfUser } from './audience.actions.js';
import { askToConfirm, mailFormerAddress } from './letters.actions.js';
import { Users } from './users.model.js';
import { viewMe } from './users.view.js';
import { renameLimit } from './users.limits.js';
import { mailLimit } from '../../platform/mail.js';

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** A person has turned Do not disturb on or off. */
    'user.dndChanged': { userId: string; dnd: boolean };
    /** A person's role in the workspace has changed. The publisher waits for the listeners, which decide what their sockets receive. */
    'user.roleChanged': { userId: string; role: WorkspaceRole };
  }
}

/** The name and the status as the word filter lets them pass. @throws forbidden */
async function filtered(server: Server, given: UpdateMeInput): Promise<UpdateMeInput> {
  const { displayName, statusText } = given;
  return {
    ...given,
    ...(displayName === undefined ? {} : { displayName: await filterText(server, displayName) }),
    ...(statusText === undefined ? {} : { statusText: await filterText(server, statusText) }),
  };
}

/** Changes one's own profile, and publishes what each person may see of it. */
export async function updateMe(actor: Actor, given: UpdateMeInput): Promise<MeView> {
  const input = await filtered(actor.server, given);
  const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  if (input.statusEmoji !== undefined) set['statusEmoji'] = knownEmoji(input.statusEmoji) ?? '';
  // A new status without an end lasts until it is changed.
  if ((input.statusText !== undefined || input.statusEmoji !== undefined) && input.statusUntil === undefined)
    set['statusUntil'] = null;
  delete set['email'];
  const before = input.email === null ? await loadMe(actor) : undefined;
  const email = await enteredEmail(actor, input.email);
  const user = await Users(actor.server)
    .findByIdAndUpdate(
      actor.userId,
      { $set: { ...set, ...email }, $inc: { version: 1 } },
      { returnDocument: 'after' },
    )
    .lean();
  if (!user) throw notFound();
  if (input.presenceMode !== undefined)
    actor.server.bus.publish('user.dndChanged', {
      userId: actor.userId,
      dnd: input.presenceMode === 'dnd',
    });
  await tellOfUser(actor.server, user);
  if (email.emailWanted != null) askToConfirm(actor.server, user, email.emailWanted);
  if (before) mailFormerAddress(actor.server, before, null);
  return viewMe(user);
}

/**
 * The change for an e-mail address that a person has entered. It is theirs once they have confirmed it, or if an admin sets it: until then
 * it is stored beside the present one, and whether somebody else has it makes no difference.
 * @throws invalid for an address of a domain that is not allowed, rate_limited
 */
async function enteredEmail(
  actor: Actor,
  email: string | null | undefined,
): Promise<Partial<Pick<UserDoc, 'email' | 'emailWanted'>>> {
  if (email === undefined) return {};
  const me = await loadMe(actor);
  if (email === me.email) return { emailWanted: null };
  // The address is enough to reset the password.
  if (email !== me.emailWanted) requireProof(actor);
  if (email === null) return { email: null, emailWanted: null };
  requireAllowedEmail(actor.server, email);
  if (actor.server.mail) await actor.server.limits.take(mailLimit, actor.userId, actor.limitsUsed);
  return { emailWanted: email };
}

/** A person is about to take a name: a former owner whose reservation has ended loses it. */
export async function freeName(server: Server, name: string, forUserId?: string): Promise<void> {
  const former = await releaseName(server, { name, exceptId: forUserId, now: new Date() });
  if (former) await tellOfUser(server, former);
}

/** Changes a person's user name. @throws conflict, rate_limited */
export async function rename(
  { server, limitsUsed, userId }: Actor,
  ofId: string,
  username: string,
): Promise<UserDoc> {
  await server.limits.take(renameLimit, userId, limitsUsed);
  await requireClean(server, username);
  await freeName(server, username, ofId);
  const { user, fresh } = await updateName(server, ofId, username, new Date());
  if (fresh) await tellOfUser(server, user);
  return user;
}

/**
 * Changes one's own user name, where the workspace allows it or one manages people.
 * @throws forbidden, conflict when the name is taken, rate_limited
 */
export async function renameMe(actor: Actor, username: string): Promise<MeView> {
  const { renaming } = await readWorkspace(actor.server);
  if (!renaming && !mayInWorkspace('managePeople', actor.role)) throw refusal('names.adminsOnly');
  return viewMe(await rename(actor, actor.userId, username));
}

/** Makes a person an active owner, whatever their role was. No permission check: for the operator. */
export async function promote(server: Server, { _id }: UserDoc): Promise<UserDoc> {
  const user = await updateStanding(server, String(_id), { role: 'owner', active: true });
  server.publish.changeRole(String(_id), 'owner');
  await server.bus.publishAndWait('user.roleChanged', { userId: String(_id), role: 'owner' });
  await tellOfUser(server, user);
  return user;
}

/** Sets or removes a person's e-mail address. No permission check: for the operator. @throws conflict when another has it */
export async function setEmail(server: Server, { _id }: UserDoc, email: string | null): Promise<UserDoc> {
  const user = await updateProfile(server, String(_id), { email });
  await tellOfUser(server, user);
  return user;
}

/** Ends expired statuses, and publishes that. */
export async function sweepStatuses(server: Server, now: Date): Promise<void> {
  for (const user of await endStatuses(server, now)) await tellOfUser(server, user);
}
