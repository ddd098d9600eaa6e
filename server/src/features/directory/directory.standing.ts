import { AppError } from '@parley/shared/errors';
import type { Server } from '../../platform/context.js';
import { endWhatWasMade } from '../../platform/rights.js';
import { recordAuditBy } from '../audit/audit.change.js';
import { ensureOwnersOf } from '../rooms/owners.change.js';
import { endAllSessions } from '../sessions/sessions.change.js';
import { tellOfUser } from '../users/audience.actions.js';
import { findAccount, type UserDoc } from '../users/users.access.js';
import { updateStanding } from '../users/users.change.js';
import { listDirectory, type DirectoryPerson } from './directory.access.js';
import { listLinks, setShutOut } from './directory.change.js';
import { DirectoryFailure } from './connection.js';
import { refreshGroups, refreshPicture, rulesNow } from './directory.fresh.js';
import { withGroups } from './directory.groups.js';
import type { DirectoryLinkDoc } from './directory.model.js';
import { refreshName } from './directory.people.js';

/** Restores somebody that the directory had shut out. */
export async function restorePerson(server: Server, link: DirectoryLinkDoc, user: UserDoc): Promise<UserDoc> {
  const userId = String(user._id);
  const restored = await updateStanding(server, userId, { role: user.role, active: true });
  await setShutOut(server, link._id, false);
  await recordAuditBy(server, 'directory', {
    action: 'person.reactivated',
    on: { kind: 'person', id: userId },
  });
  await tellOfUser(server, restored);
  return restored;
}

/** Ends all access of somebody who may not sign in by the directory any more. The last owner stays. */
async function shutOut(server: Server, link: DirectoryLinkDoc, user: UserDoc): Promise<void> {
  const userId = String(user._id);
  let out: UserDoc;
  try {
    out = await updateStanding(server, userId, { role: user.role, active: false });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    server.log.warn({ userId }, 'the last owner is shut out by the directory, and stays');
    return;
  }
  await setShutOut(server, link._id, true);
  await endAllSessions(server, userId, 'deactivated');
  server.publish.cutPerson(userId);
  await ensureOwnersOf({ server }, userId);
  await endWhatWasMade(server, { userId, all: true });
  await recordAuditBy(server, 'directory', {
    action: 'person.deactivated',
    on: { kind: 'person', id: userId },
  });
  await tellOfUser(server, out);
}

type Reading = Parameters<typeof refreshGroups>[2];

/** What is so there is so here: the name, the picture, and what the groups give. A failure of one does not stop the others. */
async function refresh(
  server: Server,
  { link, person, user }: { link: DirectoryLinkDoc; person: DirectoryPerson; user: UserDoc },
  reading: Reading,
): Promise<void> {
  await refreshName(server, user, person);
  const failed = (error: unknown): void => {
    if (!(error instanceof DirectoryFailure)) throw error;
    server.log.warn({ err: error, step: error.step }, 'the directory cannot be read');
  };
  await refreshPicture(server, link, person).catch(failed);
  await refreshGroups(server, { userId: String(user._id), person }, reading).catch(failed);
}

/** Of one person what the directory says of them. */
async function readPerson(
  server: Server,
  { link, person }: { link: DirectoryLinkDoc; person: DirectoryPerson | undefined },
  reading: Reading,
): Promise<void> {
  const user = await findAccount(server, String(link.userId));
  if (!user || user.erased) return;
  const welcome = person !== undefined && !person.disabled;
  if (!welcome) return void (user.active && (await shutOut(server, link, user)));
  if (user.active) return await refresh(server, { link, person, user }, reading);
  if (link.shutOut)
    await refresh(server, { link, person, user: await restorePerson(server, link, user) }, reading);
}

/**
 * Reads the directory again: who is not in it any more, disabled or over there, is shut out here; names, pictures and what groups give are updated. Where it cannot be read, or finds
 * nobody, nothing changes. Safe to repeat and to interrupt.
 */
export async function readAgain(server: Server, stopped: () => boolean = () => false): Promise<void> {
  const people = new Map((await listDirectory(server)).map((person) => [person.id, person]));
  if (people.size === 0)
    return void server.log.warn(
      'the directory finds nobody: its settings may be wrong, and nobody is shut out',
    );
  const rules = await rulesNow(server);
  await withGroups(server, (reader) => readLinks(server, people, { reading: { rules, reader }, stopped }));
}

async function readLinks(
  server: Server,
  people: ReadonlyMap<string, DirectoryPerson>,
  { reading, stopped }: { reading: Reading; stopped: () => boolean },
): Promise<void> {
  let page: DirectoryLinkDoc[];
  let after = '';
  do {
    page = await listLinks(server, after);
    for (const link of page) {
      if (stopped()) return;
      after = link._id;
      await readPerson(server, { link, person: people.get(link._id) }, reading);
    }
  } while (page.length > 0);
}
