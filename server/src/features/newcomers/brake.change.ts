import { mayInWorkspace, workspaceRoles } from '@parley/shared/permissions';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { recordAuditBy } from '../audit/audit.change.js';
import { isBanned } from '../users/bans.access.js';
import { giveNotice, listByRoles } from '../users/restrictions.change.js';
import { newcomersSection } from './newcomers.live.js';
import { Arrivals, Brakes } from './brake.model.js';

type Kind = 'accounts' | 'joins';

const MINUTE_MS = 60_000;
/** The longest window, and some. */
const STORED_MS = 25 * 60 * MINUTE_MS;

/** Gives a notice to everybody who moderates the workspace, in the background. One of its kind at a time. */
export function callModerators(server: Server, kind: 'accountsWait' | 'brakePulled'): void {
  const call = async (): Promise<void> => {
    const roles = workspaceRoles.filter((role) => mayInWorkspace('moderate', role));
    for (const user of await listByRoles(server, roles))
      if (user.active && !isBanned(user)) await giveNotice(server, String(user._id), { kind, single: true });
  };
  call().catch((error: unknown) => server.log.error({ err: error }, 'moderators were not notified'));
}

/** Adds one to this minute. @returns how many came in the window */
async function count(server: Server, kind: Kind, windowMinutes: number): Promise<number> {
  const minute = Math.floor(Date.now() / MINUTE_MS);
  const add = (): Promise<unknown> =>
    Arrivals(server)
      .updateOne(
        { _id: `${kind}:${minute}` },
        { $inc: { count: 1 }, $setOnInsert: { expiresAt: new Date(Date.now() + STORED_MS) } },
        { upsert: true },
      )
      .exec();
  await add().catch(async (error: unknown) => {
    // Of two first arrivals of a minute at once the second finds the document now.
    if (!duplicateKey(error)) throw error;
    await add();
  });
  const minutes = Array.from({ length: windowMinutes }, (_, i) => `${kind}:${minute - i}`);
  const found = await Arrivals(server)
    .find({ _id: trusted({ $in: minutes }) })
    .lean();
  return found.reduce((sum, one) => sum + one.count, 0);
}

/** Pulls the brake, unless it is. @returns whether this call did: of several nodes at once one */
async function pull(server: Server): Promise<boolean> {
  const { brake, brakeHours } = liveSettings(server, newcomersSection);
  const now = new Date();
  const until = new Date(now.getTime() + brakeHours * 60 * MINUTE_MS);
  try {
    const { modifiedCount, upsertedCount } = await Brakes(server).updateOne(
      { _id: 'brake', until: trusted({ $lte: now }) },
      { $set: { holds: brake, since: now, until } },
      { upsert: true },
    );
    return modifiedCount + upsertedCount === 1;
  } catch (error) {
    // It is there, and pulled.
    if (duplicateKey(error)) return false;
    throw error;
  }
}

/**
 * Counts a new account, or a join of a public room, over all nodes. Beyond the number of the settings it pulls the brake, records that, and
 * notifies the moderators.
 */
export async function countArrival(server: Server, kind: Kind): Promise<void> {
  const { mostAccounts, mostJoins, windowMinutes } = liveSettings(server, newcomersSection);
  const most = kind === 'accounts' ? mostAccounts : mostJoins;
  if (most === 0) return;
  const came = await count(server, kind, windowMinutes);
  if (came <= most || !(await pull(server))) return;
  const { brake, brakeHours } = liveSettings(server, newcomersSection);
  await recordAuditBy(server, 'server', {
    action: 'brake.pulled',
    after: { [kind]: came, windowMinutes, holds: brake, hours: brakeHours },
  });
  callModerators(server, 'brakePulled');
}

/** Ends the brake. What was counted until now counts no more. @returns whether it was pulled */
export async function releaseBrake(server: Server): Promise<boolean> {
  const { modifiedCount } = await Brakes(server).updateOne(
    { _id: 'brake', until: trusted({ $gt: new Date() }) },
    { $set: { until: new Date() } },
  );
  if (modifiedCount === 1) await Arrivals(server).deleteMany({});
  return modifiedCount === 1;
}
