import { operatorRequest, type OperatorRequest, type RequestOf } from '@parley/shared/operator';
import type { AuditCheckView, AuditEntryView } from '@parley/shared/audit';
import type { AccessTokenView } from '@parley/shared/accessTokens';
import { refusal } from '@parley/shared/refusals';
import type { Actor, Server } from '../../platform/context.js';
import { ReceiverGone } from '../../platform/controlSocket.js';
import { errorBody } from '../../platform/errorBody.js';
import { programActor } from '../../platform/programActor.js';
import { changedFields, recordAudit } from '../audit/audit.change.js';
import { turnFactorsOff } from '../factors/factors.actions.js';
import { setNewPassword } from '../recovery/recovery.actions.js';
import { forgetSignIns } from '../sessions/sessions.actions.js';
import { listUsers, type UserDoc } from '../users/users.access.js';
import { promote, setEmail } from '../users/users.actions.js';
import { OperatorFault } from './operator.fault.js';
import {
  add,
  linkFor,
  loadByName,
  mergeInto,
  revokeAllOf,
  revokeOne,
  setStanding,
  tokensOf,
  type OperatedUser,
  viewOperated,
} from './operator.people.js';
import { exportWorkspace, tail, verify, type ExportPart } from './operator.records.js';
import { archive, invite, listRooms } from './operator.rooms.js';
import { getSettings, setSetting, type OperatedSetting } from './operator.values.js';

export type { ExportPart, OperatedSetting, OperatedUser };

/** The answer to a request; it has what the request is about. */
export interface OperatorAnswer {
  users?: OperatedUser[];
  /** A link for a new password, and when it expires. */
  link?: { url: string; expiresAt: string };
  tokens?: AccessTokenView[];
  rooms?: { roomId: string; name: string; type: string; archived: boolean; members: number }[];
  invitation?: { inviteId: string; url: string; expiresAt: string | null; left: number | null };
  settings?: OperatedSetting[];
  entries?: AuditEntryView[];
  /** What ids in entries are called. */
  names?: Record<string, string>;
  check?: AuditCheckView;
  /** The size of an archive. */
  bytes?: number;
}

/** The outcome, as sent over the control socket. */
export type OperatorOutcome = { answer: OperatorAnswer } | { error: string };

/** Sends a part of an answer before it. @throws ReceiverGone when nobody receives it any more */
export type SendPart = (part: ExportPart) => Promise<void>;

async function resetPassword(
  actor: Actor,
  user: UserDoc,
  password: string | undefined,
  base: string,
): Promise<OperatorAnswer> {
  if (!user.active) throw refusal('accounts.restoreFirst');
  const users = [viewOperated(user)];
  if (password === undefined) return { users, link: await linkFor(actor, user, base) };
  await setNewPassword(actor.server, user, password);
  await recordAudit(actor, {
    action: 'person.passwordReset',
    on: { kind: 'person', id: String(user._id) },
  });
  return { users };
}

async function makeOwner(actor: Actor, user: UserDoc): Promise<OperatorAnswer> {
  const on = { kind: 'person', id: String(user._id) } as const;
  const owner = await promote(actor.server, user);
  if (user.role !== owner.role)
    await recordAudit(actor, {
      action: 'person.roleChanged',
      on,
      before: { role: user.role },
      after: { role: owner.role },
    });
  if (!user.active) await recordAudit(actor, { action: 'person.reactivated', on });
  return { users: [viewOperated(owner)] };
}

async function changeEmail(actor: Actor, user: UserDoc, email: string | null): Promise<OperatorAnswer> {
  const changed = changedFields({ email: user.email }, { email });
  const after = await setEmail(actor.server, user, email);
  if (changed)
    await recordAudit(actor, {
      action: 'person.changed',
      on: { kind: 'person', id: String(user._id) },
      ...changed,
    });
  return { users: [viewOperated(after)] };
}

type PersonRequest = RequestOf<
  | 'reset-password'
  | 'make-owner'
  | 'set-email'
  | 'unlock'
  | 'factors-off'
  | 'role'
  | 'deactivate'
  | 'activate'
  | 'merge'
  | 'tokens-list'
  | 'tokens-revoke-all'
>;

/** What is done to a person who is there. */
async function operateOn(actor: Actor, request: PersonRequest, base: string): Promise<OperatorAnswer> {
  const { server } = actor;
  const user = await loadByName(server, request.name);
  const userId = String(user._id);
  switch (request.command) {
    case 'reset-password':
      return await resetPassword(actor, user, request.password, base);
    case 'make-owner':
      return await makeOwner(actor, user);
    case 'set-email':
      return await changeEmail(actor, user, request.email);
    case 'factors-off':
      await turnFactorsOff(server, user, 'operator');
      return { users: [viewOperated(user)] };
    case 'unlock':
      await forgetSignIns(server, user);
      await recordAudit(actor, { action: 'person.unlocked', on: { kind: 'person', id: userId } });
      return { users: [viewOperated(user)] };
    case 'role':
      return await setStanding(actor, userId, { role: request.role });
    case 'deactivate':
    case 'activate':
      return await setStanding(actor, userId, { active: request.command === 'activate' });
    case 'merge':
      return await mergeInto(actor, user, request.into);
    case 'tokens-list':
      return await tokensOf(actor, user);
    case 'tokens-revoke-all':
      return await revokeAllOf(actor, user);
  }
}

/** Runs a request of the operator, with the actions of the page. Operators can read and write the data anyway. */
async function operate(
  actor: Actor,
  request: OperatorRequest,
  base: string,
  send: SendPart,
): Promise<OperatorAnswer> {
  switch (request.command) {
    case 'list': {
      const users = await listUsers(actor);
      return {
        users: users.filter(({ bot, erased }) => bot !== true && erased !== true).map(viewOperated),
      };
    }
    case 'add':
      return await add(actor, request, base);
    case 'rooms-list':
      return await listRooms(actor);
    case 'rooms-archive':
      return await archive(actor, request);
    case 'invites-add':
      return await invite(actor, request, base);
    case 'tokens-revoke':
      return await revokeOne(actor, request);
    case 'settings-get':
      return await getSettings(actor, request.setting);
    case 'settings-set':
      return await setSetting(actor, request);
    case 'audit-tail':
      return await tail(actor, request);
    case 'audit-verify':
      return await verify(actor);
    case 'export':
      return await exportWorkspace(actor, send);
    default:
      return await operateOn(actor, request, base);
  }
}

/**
 * Runs an operator's request, from here or the control socket.
 * @param request as received: not validated
 * @param base the URL of the workspace
 */
export async function answerOperator(
  server: Server,
  request: unknown,
  base: string,
  send: SendPart = () => Promise.resolve(),
): Promise<OperatorOutcome> {
  try {
    const parsed = operatorRequest.parse(request);
    server.log.info({ command: parsed.command }, 'requested by the operator');
    return { answer: await operate(programActor(server, 'operator'), parsed, base, send) };
  } catch (error) {
    if (error instanceof OperatorFault) return { error: error.message };
    if (error instanceof ReceiverGone) return { error: 'Nobody receives this.' };
    const { detail, title, fields } = errorBody(error, server.log, 'operator');
    const published = Object.entries(fields ?? {}).map(([field, fault]) => `${field}: ${fault}`);
    return { error: published.length > 0 ? published.join('\n') : (detail ?? title) };
  }
}
