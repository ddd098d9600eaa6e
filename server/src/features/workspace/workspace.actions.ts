import { randomBytes } from 'node:crypto';
import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import { mayManage } from '@parley/shared/permissions';
import {
  type CreateInviteInput,
  type InvitationView,
  type InviteView,
  type UpdatePersonInput,
  type UpdateWorkspaceInput,
  type WorkspaceView,
} from '@parley/shared/workspace';
import type { UserView } from '@parley/shared/users';
import { Types, trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { inSlot } from '../../platform/slots.js';
import { requireRight } from '../roles/roles.access.js';
import { ensureOwnersOf } from '../rooms/owners.change.js';
import { requireProof } from '../../platform/demands.js';
import { logEvent } from '../../platform/eventLog.js';
import { authorOf, doerOf } from '../../platform/programActor.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { recordAudit } from '../audit/audit.change.js';
import { endAllSessions } from '../sessions/sessions.change.js';
import { tellOfUser } from '../users/audience.actions.js';
import { findAccount, isUnclaimed, loadUser, type UserDoc } from '../users/users.access.js';
import { updateStanding } from '../users/users.change.js';
import { viewUser } from '../users/users.view.js';
import { noteChange } from '../settings/settings.change.js';
import { changedFields, fieldsOf, inputToUndo, recordChange } from './workspace.history.js';
import { loadInvite, readWorkspace, requireWorkspace } from './workspace.access.js';
import { Invites, Workspaces, type InviteDoc, type WorkspaceDoc } from './workspace.model.js';

declare module '../../platform/bus.js' {
  interface BusEvents {
    /** The directory setting has changed. The publisher waits for the listeners: they move the sockets of this node to the right channels. */
    'directory.changed': undefined;
  }
}
declare module '../../platform/nodes.js' {
  interface NodeMessages {
    /** The directory setting has changed: each node moves its sockets to the right channels. */
    directory: object;
  }
}

const HOUR_MS = 3_600_000;

export const viewInvite = (invite: InviteDoc): InviteView => ({
  inviteId: String(invite._id),
  code: invite.code,
  createdBy: String(invite.createdBy),
  createdAt: invite.createdAt.toISOString(),
  expiresAt: invite.expiresAt?.toISOString() ?? null,
  uses: invite.uses,
  left: invite.left,
});

export const viewWorkspace = async (server: Server): Promise<WorkspaceView> => ({
  ...(await readWorkspace(server)),
  firstRun: await isUnclaimed(server),
});

/** Publishes the workspace as it is now. */
export async function publishWorkspace(server: Server): Promise<WorkspaceView> {
  const view = await viewWorkspace(server);
  server.publish.toEveryone('workspace:changed', { workspace: view });
  return view;
}

async function change(actor: Actor, set: Partial<WorkspaceDoc>): Promise<WorkspaceView> {
  const write = (): Promise<unknown> =>
    Workspaces(actor.server).updateOne({ _id: 'workspace' }, { $set: set }, { upsert: true }).exec();
  if (Object.keys(set).length > 0)
    await write().catch(async (error: unknown) => {
      // Of two first changes at once the second finds the document now.
      if (!duplicateKey(error)) throw error;
      await write();
    });
  return await publishWorkspace(actor.server);
}

/** Applies a changed directory setting: sockets of all nodes receive only what they may, and pages request their people again. */
async function changeDirectory(server: Server): Promise<void> {
  server.publish.noteShown();
  server.nodes.broadcast({ kind: 'directory' });
  await server.bus.publishAndWait('directory.changed', undefined);
}

/**
 * Changes the workspace's name, registration, renaming, directory or storage limits.
 * @param undoes the change that this one undoes
 * @throws forbidden, invalid
 */
export async function updateWorkspace(
  actor: Actor,
  input: UpdateWorkspaceInput,
  undoes: string | null = null,
): Promise<WorkspaceView> {
  requireWorkspace(actor, 'changeWorkspace');
  const { name, registration, renaming, directory, storage = {} } = input;
  const before = await readWorkspace(actor.server);
  const { most } = before.storage;
  for (const kind of ['file', 'person'] as const)
    if ((storage[kind] ?? 0) > most[kind]) throw invalidField(`storage.${kind}`, 'serverLimit');
  const view = await change(actor, {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(registration === undefined ? {} : { registration }),
    ...(renaming === undefined ? {} : { renaming }),
    ...(directory === undefined ? {} : { directory }),
    ...(storage.file === undefined ? {} : { fileMost: storage.file }),
    ...(storage.person === undefined ? {} : { personMost: storage.person }),
  });
  const fields = changedFields(fieldsOf(before), fieldsOf(view));
  if (fields.length > 0)
    await noteChange(actor.server, { section: 'workspace', by: authorOf(actor), fields, undoes });
  // A repeat does it again: that completes what a crash cut off.
  if (directory !== undefined) await changeDirectory(actor.server);
  await recordChange(actor, before, view);
  return view;
}

/** Gives settings the values they had before a change. @throws forbidden, invalid, conflict when one was changed since */
export async function undoWorkspace({
  actor,
  changeId,
  fields,
}: {
  actor: Actor;
  changeId: string;
  fields: Parameters<typeof inputToUndo>[1];
}): Promise<void> {
  await updateWorkspace(actor, await inputToUndo(actor, fields), changeId);
}

/** Sets or removes the workspace's picture. @throws forbidden */
export async function changePicture(actor: Actor, at: Date | undefined): Promise<WorkspaceView> {
  requireWorkspace(actor, 'changeWorkspace');
  const before = await readWorkspace(actor.server);
  if (!at) await Workspaces(actor.server).updateOne({ _id: 'workspace' }, { $unset: { pictureAt: 1 } });
  const view = await change(actor, at ? { pictureAt: at } : {});
  await recordChange(actor, before, view);
  return view;
}

const storeInvite = (server: Server, invite: InviteDoc): Promise<unknown> =>
  inSlot(Invites(server), { of: {}, most: limits.invites }, (slot) =>
    Invites(server).create({ ...invite, slot }),
  );

/** Creates an invitation with its own link. @throws forbidden, conflict at the limit */
export async function createInvite(actor: Actor, { hours, uses }: CreateInviteInput): Promise<InviteView> {
  await requireRight(actor, 'invite');
  const now = new Date();
  const invite: InviteDoc = {
    _id: new Types.ObjectId(),
    code: randomBytes(16).toString('base64url'),
    createdBy: new Types.ObjectId(actor.userId),
    createdAt: now,
    expiresAt: hours === null ? null : new Date(now.getTime() + hours * HOUR_MS),
    uses: 0,
    left: uses,
  };
  if (!(await storeInvite(actor.server, invite))) {
    // Used-up invitations without an end would stay for ever.
    await Invites(actor.server).deleteMany({ left: 0 });
    if (!(await storeInvite(actor.server, invite)))
      throw refusal('invitations.tooMany', { most: limits.invites });
  }
  await recordAudit(actor, {
    action: 'invitation.created',
    on: { kind: 'invitation', id: String(invite._id) },
    after: { hours, uses },
  });
  return viewInvite(invite);
}

/** Revokes an invitation; accounts made by it stay. @throws not_found */
export async function revokeInvite(actor: Actor, inviteId: string): Promise<void> {
  await requireRight(actor, 'invite');
  const { deletedCount } = await Invites(actor.server).deleteOne({ _id: inviteId });
  if (deletedCount === 0) throw notFound();
  await recordAudit(actor, { action: 'invitation.revoked', on: { kind: 'invitation', id: inviteId } });
}

/** Revokes all invitations of a person. */
export async function revokeInvitesOf(server: Server, userId: string): Promise<void> {
  await Invites(server).deleteMany({ createdBy: userId });
}

/** What an invited person sees before registering. @throws not_found when it is used up, expired or revoked */
export async function showInvitation(server: Server, code: string): Promise<InvitationView> {
  const invite = await loadInvite(server, code);
  const { name, registration, directory } = await readWorkspace(server);
  if (registration === 'closed') throw notFound();
  // They share no room with anybody yet.
  if (directory === 'rooms') return { workspaceName: name, invitedBy: name };
  const creator = await findAccount(server, String(invite.createdBy));
  return { workspaceName: name, invitedBy: creator?.displayName ?? name };
}

/**
 * Admits a new account, or not. One use of an invitation is taken in the same step that checks for one, so that two
 * people cannot both have the last. Returns the function that gives it back, should the registration fail.
 *
 * @throws forbidden
 */
export async function admit(server: Server, code: string | undefined): Promise<() => Promise<void>> {
  const nothingTaken = (): Promise<void> => Promise.resolve();
  if (await isUnclaimed(server)) return nothingTaken;
  const { registration } = await readWorkspace(server);
  if (registration === 'closed') throw refusal('workspace.closed');
  if (code === undefined) {
    if (registration === 'open') return nothingTaken;
    throw refusal('workspace.invitationNeeded');
  }
  const open = { code, $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: new Date() }) }] };
  const limited = await Invites(server).updateOne(
    { ...open, left: trusted({ $gt: 0 }) },
    { $inc: { uses: 1, left: -1 } },
  );
  if (limited.modifiedCount === 1)
    return async () => void (await Invites(server).updateOne({ code }, { $inc: { uses: -1, left: 1 } }));
  const unlimited = await Invites(server).updateOne({ ...open, left: null }, { $inc: { uses: 1 } });
  if (unlimited.modifiedCount === 1)
    return async () => void (await Invites(server).updateOne({ code }, { $inc: { uses: -1 } }));
  throw refusal('invitations.over');
}

type Standing = Pick<UserDoc, '_id' | 'role' | 'active'>;

/** Records a changed role, and a changed activity, each as what it is. */
async function recordStanding(actor: Actor, was: Standing, is: Standing): Promise<void> {
  const on = { kind: 'person', id: String(is._id) } as const;
  if (was.role !== is.role)
    await recordAudit(actor, {
      action: 'person.roleChanged',
      on,
      before: { role: was.role },
      after: { role: is.role },
    });
  if (was.active !== is.active)
    await recordAudit(actor, { action: is.active ? 'person.reactivated' : 'person.deactivated', on });
}

/**
 * Changes a person's role in the workspace, or deactivates or reactivates them. Deactivating ends all their sessions at
 * once; their messages stay.
 *
 * @throws forbidden, conflict when no owner would be left
 */
export async function updatePerson(
  actor: Actor,
  userId: string,
  input: UpdatePersonInput,
): Promise<UserView> {
  requireWorkspace(actor, 'managePeople');
  // Taking power away needs no proof: a stolen account is deactivated at once, by a program too.
  if (input.role !== undefined || input.active === true) requireProof(actor);
  const target = await loadUser(actor, userId);
  // The account of a webhook is managed with the webhook.
  if (target.bot || target.erased) throw notFound();
  const role = input.role ?? target.role;
  if (!mayManage(actor.role, target.role, role)) throw refusal('accounts.ownersOnly');
  if (userId === actor.userId && input.active === false) throw refusal('accounts.self');
  const user = await updateStanding(actor.server, userId, { role, active: input.active ?? target.active });
  logEvent(actor.server, 'role_changed', actor.from, {
    by: doerOf(actor),
    userId,
    role: user.role,
    active: user.active,
  });
  actor.server.publish.changeRole(userId, user.role);
  await actor.server.bus.publishAndWait('user.roleChanged', { userId, role: user.role });
  if (!user.active) {
    await endAllSessions(actor.server, userId, 'deactivated');
    // Sockets of access tokens.
    actor.server.publish.cutPerson(userId);
    await ensureOwnersOf(actor, userId);
  }
  await endWhatWasMade(actor.server, { userId, all: !user.active });
  await recordStanding(actor, target, user);
  await tellOfUser(actor.server, user);
  return viewUser(user);
}
