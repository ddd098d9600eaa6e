import { refusal } from '@parley/shared/refusals';
import { operatorRequest, resetPath, type OperatorRequest } from '@parley/shared/recovery';
import { publicAddress } from '../../platform/basePath.js';
import type { Server } from '../../platform/context.js';
import { errorBody } from '../../platform/errorBody.js';
import { changedFields, recordAuditBy } from '../audit/audit.change.js';
import { turnFactorsOff } from '../factors/factors.actions.js';
import { forgetSignIns } from '../sessions/sessions.actions.js';
import { findAccountByLogin, listUsers, type UserDoc } from '../users/users.access.js';
import { promote, setEmail } from '../users/users.actions.js';
import { setNewPassword } from './recovery.actions.js';
import { storeLink } from './recovery.change.js';

/** A person as an operator sees them. */
const view = ({ username, displayName, email, role, active }: UserDoc) => ({
  username,
  displayName,
  email,
  role,
  active,
});
export type OperatedUser = ReturnType<typeof view>;

export interface OperatorAnswer {
  users: OperatedUser[];
  /** A link for a new password, and when it expires. */
  link?: { url: string; expiresAt: string };
}

/** The outcome, as sent over the control socket. */
export type OperatorOutcome = { answer: OperatorAnswer } | { error: string };

async function loadByName(server: Server, name: string): Promise<UserDoc> {
  const user = await findAccountByLogin(server, name.trim().toLowerCase().replace(/^@/, ''));
  if (!user || user.bot || user.erased) throw refusal('accounts.nobody', { name });
  return user;
}

async function linkFor(
  server: Server,
  { _id }: UserDoc,
  base: string,
): Promise<{ url: string; expiresAt: string }> {
  const { token, expiresAt } = await storeLink(server, String(_id), 'operator');
  await recordAuditBy(server, 'operator', {
    action: 'person.resetLinkCreated',
    on: { kind: 'person', id: String(_id) },
  });
  return { url: publicAddress(base, resetPath(token)), expiresAt };
}

/**
 * Runs a request of the operator. No permission check: operators can read and write the data anyway.
 * @param base the URL of the workspace
 * @returns the people concerned as they are now
 * @throws AppError with a sentence for the terminal
 */
async function operate(server: Server, request: OperatorRequest, base: string): Promise<OperatorAnswer> {
  if (request.command === 'list') {
    const users = await listUsers({ server });
    return { users: users.filter(({ bot, erased }) => bot !== true && erased !== true).map(view) };
  }
  const user = await loadByName(server, request.name);
  const on = { kind: 'person', id: String(user._id) } as const;
  server.log.info({ command: request.command, userId: String(user._id) }, 'asked for by the operator');
  switch (request.command) {
    case 'reset-password': {
      if (!user.active) throw refusal('accounts.restoreFirst');
      if (request.password === undefined)
        return { users: [view(user)], link: await linkFor(server, user, base) };
      await setNewPassword(server, user, request.password);
      await recordAuditBy(server, 'operator', { action: 'person.passwordReset', on });
      return { users: [view(user)] };
    }
    case 'make-owner': {
      const owner = await promote(server, user);
      if (user.role !== owner.role)
        await recordAuditBy(server, 'operator', {
          action: 'person.roleChanged',
          on,
          before: { role: user.role },
          after: { role: owner.role },
        });
      if (!user.active) await recordAuditBy(server, 'operator', { action: 'person.reactivated', on });
      return { users: [view(owner)] };
    }
    case 'set-email': {
      const changed = changedFields({ email: user.email }, { email: request.email });
      const after = await setEmail(server, user, request.email);
      if (changed) await recordAuditBy(server, 'operator', { action: 'person.changed', on, ...changed });
      return { users: [view(after)] };
    }
    case 'factors-off':
      await turnFactorsOff(server, user, 'operator');
      return { users: [view(user)] };
    case 'unlock':
      await forgetSignIns(server, user);
      await recordAuditBy(server, 'operator', { action: 'person.unlocked', on });
      return { users: [view(user)] };
  }
}

/**
 * Runs an operator's request, from here or the control socket.
 * @param request as received: not validated
 */
export async function answerOperator(
  server: Server,
  request: unknown,
  base: string,
): Promise<OperatorOutcome> {
  try {
    return { answer: await operate(server, operatorRequest.parse(request), base) };
  } catch (error) {
    const { detail, title, fields } = errorBody(error, server.log, 'operator');
    const published = Object.entries(fields ?? {}).map(([field, fault]) => `${field}: ${fault}`);
    return { error: published.length > 0 ? published.join('\n') : (detail ?? title) };
  }
}
