import { AppError, notFound } from '@parley/shared/errors';
import type { BulkInput, BulkResult, PersonAccess } from '@parley/shared/people';
import { refusal } from '@parley/shared/refusals';
import type { Actor } from '../../platform/context.js';
import { toAppError } from '../../platform/errorBody.js';
import { recordAudit } from '../audit/audit.change.js';
import { readFactors } from '../factors/factors.actions.js';
import { listIdentities, viewIdentity } from '../openid/identities.access.js';
import { listSessions, loadSession } from '../sessions/sessions.access.js';
import { endAllSessions, endSession } from '../sessions/sessions.change.js';
import { viewSession } from '../sessions/sessions.view.js';
import { loadManaged } from '../users/accounts.actions.js';
import { loadMe } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { updatePerson } from '../workspace/workspace.actions.js';
import { viewManaged } from './people.access.js';

/** How a person signs in, and where they are. @throws forbidden, not_found */
export async function readAccess(actor: Actor, userId: string): Promise<PersonAccess> {
  const user = await loadManaged(actor, userId);
  const { server } = actor;
  const [[person], { totp, passkeys, recoveryCodes }, identities, sessions] = await Promise.all([
    viewManaged(actor, [user]),
    readFactors({ ...actor, userId }),
    listIdentities(server, userId),
    listSessions({ server, userId }),
  ]);
  if (!person) throw notFound();
  return {
    person,
    factors: [
      ...(totp === null
        ? []
        : [
            {
              factorId: 'totp' as const,
              kind: 'totp' as const,
              name: null,
              createdAt: totp.createdAt,
              lastUsedAt: null,
            },
          ]),
      ...passkeys.map(({ passkeyId, name, createdAt, lastUsedAt }) => ({
        factorId: passkeyId,
        kind: 'passkey' as const,
        name,
        createdAt,
        lastUsedAt,
      })),
    ],
    recoveryCodes,
    identities: identities
      .map((identity) => viewIdentity(server, identity))
      .map(({ provider, name, label }) => ({ provider, name, label })),
    sessions: sessions.map((session) => {
      const { current: _, ...rest } = viewSession(session, actor.sessionId);
      return rest;
    }),
  };
}

const noteSignedOut = (actor: Actor, userId: string, sessions: number): Promise<void> =>
  recordAudit(actor, { action: 'person.signedOut', on: { kind: 'person', id: userId }, after: { sessions } });

/** Ends one session of a person. @throws forbidden, not_found */
export async function endSessionOf(actor: Actor, userId: string, sessionId: string): Promise<void> {
  await loadManaged(actor, userId);
  await loadSession({ server: actor.server, userId }, sessionId);
  await endSession(actor.server, sessionId, 'revoked');
  await noteSignedOut(actor, userId, 1);
}

/** Signs a person out everywhere. Idempotent. @throws forbidden, not_found */
export async function signOutPerson(actor: Actor, userId: string): Promise<void> {
  await loadManaged(actor, userId);
  const { length } = await listSessions({ server: actor.server, userId });
  await endAllSessions(actor.server, userId, 'revoked');
  if (length > 0) await noteSignedOut(actor, userId, length);
}

async function changeOne(actor: Actor, userId: string, input: BulkInput): Promise<void> {
  // Somebody else may have taken the actor's power since the last one.
  const me = await loadMe(actor);
  if (!me.active) throw refusal('accounts.deactivated');
  const now = { ...actor, role: me.role };
  requireWorkspace(now, 'managePeople');
  if (userId === actor.userId) throw refusal('people.self');
  switch (input.change) {
    case 'role':
      await updatePerson(now, userId, { role: input.role });
      return;
    case 'signOut':
      return await signOutPerson(now, userId);
    case 'deactivate':
    case 'reactivate':
      await updatePerson(now, userId, { active: input.change === 'reactivate' });
  }
}

/**
 * The same for several people, one after the other. Who is refused stops nobody else. Can be repeated: who is as wanted stays so.
 * @returns what became of each
 * @throws forbidden, and what fails for all of them
 */
export async function changeMany(actor: Actor, input: BulkInput): Promise<BulkResult> {
  requireWorkspace(actor, 'managePeople');
  const results: BulkResult['results'] = [];
  for (const userId of new Set(input.userIds)) {
    try {
      await changeOne(actor, userId, input);
      results.push({ userId, refused: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { key, params, message } = toAppError(error);
      results.push({ userId, refused: { key, params, message } });
    }
  }
  return { results };
}
