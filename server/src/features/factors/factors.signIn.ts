import type { SecondStep, SecondStepMethod } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import type { SecondStepInput, UsedPasskey } from '@parley/shared/factors';
import { invalidField } from '@parley/shared/faults';
import type { IncomingMessage } from 'node:http';
import { addressKey } from '../../platform/addressKey.js';
import type { Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { recordAudit } from '../audit/audit.change.js';
import type { Proven } from '../credentials/credentials.access.js';
import { makeTicket, readTicket, type TicketPurpose } from '../credentials/tickets.access.js';
import { findAccount, type UserDoc } from '../users/users.access.js';
import { isOverdue } from './factors.duties.js';
import { findTotp, listFactors } from './factors.access.js';
import { takeStep } from './factors.change.js';
import { countGuess, passkeyLimit, type GuessFrom } from './factors.limits.js';
import type { FactorDoc } from './factors.model.js';
import { countRecoveryCodes, takeRecoveryCode } from './factors.recovery.js';
import { unseal } from './factors.sealing.js';
import { placeOf, verifyUsed } from './passkeys.js';
import { stepOf } from './totp.js';

/** A request that takes a second step, and where it comes from. */
export interface StepFrom extends GuessFrom {
  request: IncomingMessage;
  address: string;
  requestId: string;
}

async function methodsOf(server: Server, userId: string, factors: FactorDoc[]): Promise<SecondStepMethod[]> {
  const kinds = new Set(factors.map(({ kind }) => kind));
  return [
    ...(kinds.has('passkey') ? ['passkey' as const] : []),
    ...(kinds.has('totp') ? ['totp' as const] : []),
    ...((await countRecoveryCodes(server, userId)) > 0 ? ['recovery' as const] : []),
  ];
}

/** What is needed besides a password: nothing, one of the person's factors, or to set one up because the role demands it. */
export async function secondStepOf(
  server: Server,
  { proven, purpose, byLink }: { proven: Proven; purpose: TicketPurpose; byLink?: boolean },
): Promise<SecondStep | undefined> {
  const { user } = proven;
  const userId = String(user._id);
  const factors = await listFactors(server, userId);
  const ticket = makeTicket(server, proven, { purpose, byLink });
  if (factors.length > 0) return { ticket, methods: await methodsOf(server, userId, factors) };
  if (purpose !== 'sign-in' || !(await isOverdue(server, user))) return undefined;
  return { ticket, methods: [], enrol: true };
}

/** Whether signing in needs a second factor of this person. */
export const isFactorNeeded = async (server: Server, user: UserDoc): Promise<boolean> =>
  (await listFactors(server, String(user._id))).length > 0 || (await isOverdue(server, user));

/**
 * Uses up a code of a person's authenticator app.
 * @throws invalid naming the field when it is wrong or was used, rate_limited
 */
export async function takeCode(server: Server, userId: string, code: string, from: GuessFrom): Promise<void> {
  const forgive = await countGuess(server, { userId, kind: 'totp' }, from);
  const known = await findTotp(server, userId);
  const step = known ? await stepOf(unseal(server, userId, known.secret), code) : undefined;
  if (!known || step === undefined) throw invalidField('code', 'wrong');
  if (!(await takeStep(server, known, step))) throw invalidField('code', 'codeUsed');
  await forgive();
}

async function useRecoveryCode(server: Server, userId: string, code: string, from: StepFrom): Promise<void> {
  const forgive = await countGuess(server, { userId, kind: 'recovery' }, from);
  if (!(await takeRecoveryCode(server, userId, code))) throw invalidField('recoveryCode', 'wrong');
  await forgive();
  logEvent(server, 'recovery_code_used', from, { userId });
  await recordAudit(
    { server, userId, sessionId: '', from },
    { action: 'person.recoveryCodeUsed', on: { kind: 'person', id: userId } },
  );
}

/** Verifies a passkey for a purpose; a signature costs time, so an address has a limit. @throws invalid, rate_limited */
export async function takePasskey(
  server: Server,
  passkey: UsedPasskey,
  subject: { purpose: 'sign-in' | 'second-step' | 'confirm'; userId?: string },
  from: StepFrom,
): Promise<UserDoc> {
  // By person where one is known: made-up passkeys from the same network must not close the way to others.
  const budget = `${subject.userId ?? ''}|${addressKey(from.address)}`;
  await server.limits.take(passkeyLimit, budget, from.limitsUsed);
  const { userId } = await verifyUsed(server, placeOf(server, from.request), subject, passkey);
  const user = await findAccount(server, String(userId));
  if (!user?.active || user.bot) throw refusal('factors.passkeyRefused');
  await server.limits.forgive(passkeyLimit, budget);
  return user;
}

/** The purpose of the challenge in a second step. */
const stepOfTicket = { 'sign-in': 'second-step', confirm: 'confirm' } as const;

/**
 * The second step, by one of the person's factors or a recovery code.
 * @returns the person, and whether this proves who they are: after a link of a mail a code does not, since no password was shown
 * @throws unauthenticated for a ticket that is over, invalid, rate_limited
 */
export async function takeSecondStep(
  server: Server,
  input: SecondStepInput,
  purpose: TicketPurpose,
  from: StepFrom,
): Promise<{ user: UserDoc; proves: boolean }> {
  const { user, byLink } = await readTicket(server, input.ticket, purpose);
  const userId = String(user._id);
  // Removed meanwhile: the password is enough now, from the start.
  const factors = await listFactors(server, userId);
  if (factors.length === 0) throw refusal('sessions.tooLong');
  if ('recoveryCode' in input) await useRecoveryCode(server, userId, input.recoveryCode, from);
  else if ('passkey' in input)
    await takePasskey(server, input.passkey, { purpose: stepOfTicket[purpose], userId }, from);
  else {
    // One that was never confirmed admits nobody.
    if (!factors.some(({ kind }) => kind === 'totp')) throw invalidField('code', 'wrong');
    await takeCode(server, userId, input.code, from);
  }
  return { user, proves: !byLink || 'passkey' in input };
}
