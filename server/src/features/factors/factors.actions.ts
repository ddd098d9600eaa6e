import { notFound } from '@parley/shared/errors';
import type { CreatedPasskey, FactorsView, PasskeyView, TotpSetup } from '@parley/shared/factors';
import { limits } from '@parley/shared/limits';
import { mayManage } from '@parley/shared/permissions';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor, From, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { logEvent } from '../../platform/eventLog.js';
import { inSlot } from '../../platform/slots.js';
import { recordAudit, recordAuditBy } from '../audit/audit.change.js';
import { findPassword } from '../credentials/credentials.access.js';
import { loadMe, loadUser, type UserDoc } from '../users/users.access.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { listFactors, loadPasskey } from './factors.access.js';
import { removeFactors, removePasskey, removeTotp, storeTotp } from './factors.change.js';
import { demands, dueOf } from './factors.duties.js';
import type { GuessFrom } from './factors.limits.js';
import { Factors, type PasskeyDoc } from './factors.model.js';
import { countRecoveryCodes, firstRecoveryCodes, renewRecoveryCodes } from './factors.recovery.js';
import { seal } from './factors.sealing.js';
import { takeCode } from './factors.signIn.js';
import { createOptions, verifyCreated, type Place } from './passkeys.js';
import { newSecret, uriOf } from './totp.js';

const viewPasskey = ({ _id, name, createdAt, lastUsedAt }: PasskeyDoc): PasskeyView => ({
  passkeyId: String(_id),
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

/** One's own factors. */
export async function readFactors(actor: Actor): Promise<FactorsView> {
  const { server, userId } = actor;
  const [factors, recoveryCodes, me] = await Promise.all([
    listFactors(server, userId),
    countRecoveryCodes(server, userId),
    loadMe(actor),
  ]);
  const totp = factors.find(({ kind }) => kind === 'totp');
  const due = factors.length === 0 ? await dueOf(server, me) : undefined;
  return {
    totp: totp ? { createdAt: totp.createdAt.toISOString() } : null,
    passkeys: factors.flatMap((factor) => (factor.kind === 'passkey' ? [viewPasskey(factor)] : [])),
    recoveryCodes,
    requiredBy: due?.toISOString() ?? null,
  };
}

/** Informs a person by e-mail, if there is an address: it might not have been them. */
async function informOf(server: Server, user: UserDoc, change: string): Promise<void> {
  if (user.email == null || user.erased) return;
  const { name } = await readWorkspace(server);
  mailLater(server, {
    to: user.email,
    subject: `The second factor of your account in ${name} was changed`,
    text: `Hello ${oneLine(user.displayName)},\n\n${change} your account @${user.username} in ${oneLine(name)}.\n\nIf this was not you, tell an admin of the workspace now.\n`,
  });
}

/** Whose factors change, and by which request. */
export interface Owner {
  server: Server;
  user: UserDoc;
  from: From | undefined;
  /** The session of the request; absent while somebody signs in. */
  sessionId?: string;
}

/** The signed-in person as the owner of factors. */
export const ownerOf = async (actor: Actor): Promise<Owner> => ({
  server: actor.server,
  user: await loadMe(actor),
  from: actor.from,
  sessionId: actor.sessionId,
});

async function noteAdded(
  { server, user, from, sessionId = '' }: Owner,
  kind: 'totp' | 'passkey',
): Promise<string[]> {
  const userId = String(user._id);
  logEvent(server, 'second_factor_added', from, { userId, kind });
  await recordAudit(
    { server, userId, sessionId, from },
    { action: 'person.factorAdded', on: { kind: 'person', id: userId }, after: { factor: kind } },
  );
  await informOf(
    server,
    user,
    kind === 'totp' ? 'An authenticator app was added to' : 'A passkey was added to',
  );
  return await firstRecoveryCodes(server, userId);
}

/**
 * Begins with an authenticator app: a key that has no effect before a code confirms it. Only this response contains it.
 * @throws conflict when there is one already, or no password
 */
export async function setUpTotp({ server, user }: Owner): Promise<TotpSetup> {
  const userId = String(user._id);
  // Somebody who signs in by a provider alone would be locked out.
  if (!(await findPassword(server, user))) throw refusal('factors.passwordFirst');
  const secret = newSecret();
  if (!(await storeTotp(server, userId, seal(server, userId, secret)))) throw refusal('factors.totpExists');
  const { name } = await readWorkspace(server);
  return { secret, uri: uriOf(secret, { issuer: name, label: user.username }) };
}

/**
 * Confirms the app by its first code: from here on it is needed to sign in.
 * @returns recovery codes, where there were none
 * @throws invalid when the code is wrong, rate_limited
 */
export async function confirmTotp(owner: Owner, code: string, guess: GuessFrom): Promise<string[]> {
  await takeCode(owner.server, String(owner.user._id), code, guess);
  return await noteAdded(owner, 'totp');
}

/** What a browser needs to create a passkey for this person. */
export async function passkeyOptions({ server, user }: Owner, place: Place) {
  const userId = String(user._id);
  const [factors, { name }] = await Promise.all([listFactors(server, userId), readWorkspace(server)]);
  const passkeys = factors.flatMap((factor) => (factor.kind === 'passkey' ? [factor] : []));
  if (passkeys.length >= limits.passkeysPerPerson)
    throw refusal('factors.passkeysFull', { most: limits.passkeysPerPerson });
  const { username, displayName } = user;
  return createOptions(server, place, { user: { userId, username, displayName }, workspace: name }, passkeys);
}

/**
 * Adds a passkey that was just created.
 * @returns it, and recovery codes, where there were none
 * @throws invalid, conflict when it belongs to an account already or there are too many
 */
export async function addPasskey(
  owner: Owner,
  place: Place,
  { name, passkey }: { name: string; passkey: CreatedPasskey },
): Promise<{ passkey: PasskeyView; recoveryCodes: string[] }> {
  const { server, user } = owner;
  const created = await verifyCreated(server, place, String(user._id), passkey);
  const stored: PasskeyDoc = {
    _id: new Types.ObjectId(),
    userId: user._id,
    kind: 'passkey',
    ...created,
    name,
    createdAt: new Date(),
    lastUsedAt: null,
  };
  const model = Factors(server);
  const slots = { of: { userId: user._id }, most: limits.passkeysPerPerson };
  try {
    if (!(await inSlot(model, slots, (slot) => model.create({ ...stored, slot }))))
      throw refusal('factors.passkeysFull', { most: limits.passkeysPerPerson });
  } catch (error) {
    if (duplicateKey(error)) throw refusal('factors.passkeyTaken');
    throw error;
  }
  return { passkey: viewPasskey(stored), recoveryCodes: await noteAdded(owner, 'passkey') };
}

/** Names a passkey. @throws not_found */
export async function namePasskey(actor: Actor, passkeyId: string, name: string): Promise<PasskeyView> {
  const passkey = await loadPasskey(actor, passkeyId);
  await Factors(actor.server).updateOne({ _id: passkey._id }, { $set: { name } });
  return viewPasskey({ ...passkey, name });
}

/** Where the role demands a factor, the last one stays. @throws conflict */
async function refuseLast({ server, userId }: Actor, user: UserDoc): Promise<void> {
  if (demands(server, user) && (await listFactors(server, userId)).length < 2)
    throw refusal('factors.required');
}

/** @param factor which was removed; all when absent */
async function noteRemoved(
  { server, user }: Pick<Owner, 'server' | 'user'>,
  by: Actor | 'operator',
  factor?: 'totp' | 'passkey',
): Promise<void> {
  const userId = String(user._id);
  const [name, from] = by === 'operator' ? [by, undefined] : [by.userId, by.from];
  logEvent(server, 'second_factor_removed', from, { userId, by: name });
  const entry = {
    action: 'person.factorsRemoved',
    on: { kind: 'person', id: userId },
    before: { factor: factor ?? 'all' },
  } as const;
  await (by === 'operator' ? recordAuditBy(server, by, entry) : recordAudit(by, entry));
  await informOf(server, user, 'A second factor was removed from');
}

/** Removes one's authenticator app. @throws not_found, conflict where the role demands a factor and it is the last */
export async function dropTotp(actor: Actor): Promise<void> {
  const owner = await ownerOf(actor);
  const factors = await listFactors(actor.server, actor.userId);
  if (!factors.some(({ kind }) => kind === 'totp')) throw notFound();
  await refuseLast(actor, owner.user);
  if (!(await removeTotp(actor.server, actor.userId))) throw notFound();
  await noteRemoved(owner, actor, 'totp');
}

/** Removes one's passkey. @throws not_found, conflict where the role demands a factor and it is the last */
export async function dropPasskey(actor: Actor, passkeyId: string): Promise<void> {
  const owner = await ownerOf(actor);
  await loadPasskey(actor, passkeyId);
  await refuseLast(actor, owner.user);
  if (!(await removePasskey(actor.server, actor.userId, passkeyId))) throw notFound();
  await noteRemoved(owner, actor, 'passkey');
}

/** Makes new recovery codes; the former ones end. @throws not_found without a factor */
export async function regenerateCodes(actor: Actor): Promise<string[]> {
  const { server, userId, from } = actor;
  if ((await listFactors(server, userId)).length === 0) throw notFound();
  logEvent(server, 'recovery_codes_made', from, { userId });
  await recordAudit(actor, { action: 'person.recoveryCodesMade', on: { kind: 'person', id: userId } });
  return await renewRecoveryCodes(server, userId);
}

/**
 * Removes the factors of a person who has lost them: the password is enough again.
 * @param by who does it, for the logs
 */
export async function turnFactorsOff(server: Server, user: UserDoc, by: Actor | 'operator'): Promise<void> {
  if (await removeFactors(server, String(user._id))) await noteRemoved({ server, user }, by);
}

/** Somebody whose factors the actor may remove. @throws forbidden, not_found */
async function loadHolder(actor: Actor, userId: string): Promise<UserDoc> {
  requireWorkspace(actor, 'managePeople');
  const target = await loadUser(actor, userId);
  // One's own are removed one by one, and the last one stays where the role demands it.
  if (target.bot || target.erased || userId === actor.userId) throw notFound();
  if (!mayManage(actor.role, target.role, target.role)) throw refusal('accounts.ownersOnly');
  return target;
}

/**
 * The same by somebody who manages people, never on their superior.
 * @throws forbidden, not_found
 */
export async function removeFactorsOf(actor: Actor, userId: string): Promise<void> {
  await turnFactorsOff(actor.server, await loadHolder(actor, userId), actor);
}

/**
 * Removes one factor of a person who has lost it; also the last one.
 * @throws forbidden, not_found
 */
export async function removeFactorOf(actor: Actor, userId: string, factorId: string): Promise<void> {
  const { server } = actor;
  const user = await loadHolder(actor, userId);
  const kind = factorId === 'totp' ? 'totp' : 'passkey';
  const removed =
    kind === 'totp' ? await removeTotp(server, userId) : await removePasskey(server, userId, factorId);
  if (!removed) throw notFound();
  await noteRemoved({ server, user }, actor, kind);
}
