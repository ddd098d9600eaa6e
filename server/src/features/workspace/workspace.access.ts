import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { mayInWorkspace, type WorkspacePermission } from '@parley/shared/permissions';
import type { WorkspaceView } from '@parley/shared/workspace';
import { sharedRead } from '../../platform/batchedRead.js';
import type { Actor, Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { registrationSection } from './workspace.live.js';
import { Invites, Workspaces, type InviteDoc } from './workspace.model.js';

export type WorkspaceSettings = Omit<WorkspaceView, 'firstRun'>;

const readStored = sharedRead((server) => Workspaces(server).findById('workspace').lean().exec());

/** The settings as they are now: those changed in the application, else those of the configuration. */
export async function readWorkspace(server: Server): Promise<WorkspaceSettings> {
  const stored = await readStored(server);
  const most = { file: server.config.FILE_MAX_MB, person: server.config.FILES_PER_PERSON_MB };
  return {
    name: stored?.name ?? server.config.WORKSPACE_NAME,
    registration: stored?.registration ?? 'open',
    renaming: stored?.renaming ?? true,
    directory: stored?.directory ?? 'members',
    mail: server.mail !== undefined,
    picture: stored?.pictureAt?.toISOString() ?? null,
    storage: {
      // The limit of the configuration may have been lowered since.
      file: Math.min(stored?.fileMost ?? most.file, most.file),
      person: Math.min(stored?.personMost ?? most.person, most.person),
      most,
    },
  };
}

/** @throws forbidden */
export function requireWorkspace(actor: Actor, permission: WorkspacePermission): void {
  if (!mayInWorkspace(permission, actor.role))
    throw refusal(permission === 'moderate' ? 'workspace.moderatorsOnly' : 'workspace.adminsOnly');
}

/** Whether people may use this address: it is of one of the domains that admins allow, or there are none. */
export function isAllowedEmail(server: Server, email: string | null | undefined): boolean {
  const { emailDomains } = liveSettings(server, registrationSection);
  const domain = email?.split('@').at(-1)?.toLowerCase();
  return emailDomains.length === 0 || (domain !== undefined && emailDomains.includes(domain));
}

/** @throws invalid on an address that people may not use, also on none */
export function requireAllowedEmail(server: Server, email: string | null | undefined): void {
  if (isAllowedEmail(server, email)) return;
  const { emailDomains } = liveSettings(server, registrationSection);
  throw invalidField('email', 'emailDomain', { domains: emailDomains.slice(0, 5).join(', ') });
}

const isGood = (invite: InviteDoc, now: number): boolean =>
  (invite.left === null || invite.left > 0) &&
  (invite.expiresAt === null || invite.expiresAt.getTime() > now);

/** An invitation that can still be used. @throws not_found */
export async function loadInvite(server: Server, code: string): Promise<InviteDoc> {
  const invite = await Invites(server).findOne({ code }).lean();
  if (!invite || !isGood(invite, Date.now())) throw notFound();
  return invite;
}

/** Whether an invitation can still be used. @param code as received */
export async function areInvited(server: Server, code: string): Promise<boolean> {
  const invite = await Invites(server).findOne({ code }).lean();
  return invite !== null && isGood(invite, Date.now());
}

/** An invitation by its id, if it can still be used. */
export async function findInvite(server: Server, inviteId: string): Promise<InviteDoc | undefined> {
  const invite = await Invites(server).findById(inviteId).lean();
  return invite && isGood(invite, Date.now()) ? invite : undefined;
}

/** All invitations that can still be used, newest first. */
export async function listInvites(server: Server): Promise<InviteDoc[]> {
  const all = await Invites(server).find({}).sort({ _id: -1 }).limit(500).lean();
  return all.filter((invite) => isGood(invite, Date.now()));
}

/** The open invitations that a person has made, without their codes. */
export async function listInvitesOf(
  server: Server,
  userId: string,
): Promise<{ createdAt: string; expiresAt: string | null; uses: number }[]> {
  const found = await Invites(server).find({ createdBy: userId }).limit(1000).lean();
  return found.map(({ createdAt, expiresAt, uses }) => ({
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    uses,
  }));
}
