import { overviewLimits, type OverviewDay, type UsageView } from '@parley/shared/overview/overview';
import { trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { countMessages } from '../messages/counts.access.js';
import { nameRooms } from '../rooms/managed.access.js';
import { countActive } from '../sessions/activity.access.js';
import { readUsage, type Usage } from '../uploads/usage.access.js';
import { beginOf, dayOf, lastDays, plusDays } from './days.js';
import { Days } from './overview.model.js';

/** The counts of the last days, today's as of now. */
export async function readDays(server: Server): Promise<OverviewDay[]> {
  const today = dayOf(new Date());
  const days = lastDays(today, overviewLimits.days);
  const [stored, messages, active] = await Promise.all([
    Days(server)
      .find({ _id: trusted({ $in: days }) })
      .lean(),
    countMessages(server, beginOf(today), beginOf(plusDays(today, 1))),
    countActive(server, beginOf(today)),
  ]);
  const byDay = new Map(stored.map((doc) => [doc._id, doc]));
  return days.map((day) => {
    const doc = byDay.get(day);
    if (day === today) return { day, messages, active: Math.max(active, doc?.active ?? 0) };
    return { day, messages: doc?.messages ?? null, active: doc?.active ?? null };
  });
}

/** How many people were active within the days of the charts. */
export const countActiveMonth = (server: Server): Promise<number> =>
  countActive(server, beginOf(plusDays(dayOf(new Date()), 1 - overviewLimits.days)));

const NOTHING = { files: 0, bytes: 0 };
type Amount = typeof NOTHING;

const plus = (a: Amount, b: Amount): Amount => ({ files: a.files + b.files, bytes: a.bytes + b.bytes });

function sumBy<K>(usage: readonly Usage[], keyOf: (one: Usage) => K): Map<K, Amount> {
  const sums = new Map<K, Amount>();
  for (const one of usage) sums.set(keyOf(one), plus(sums.get(keyOf(one)) ?? NOTHING, one));
  return sums;
}

/** What files take up, by kind and room; direct messages and groups are one sum, as nobody else may know of them. */
export async function readStorage(actor: Actor): Promise<UsageView> {
  const usage = await readUsage(actor.server);
  const byRoom = sumBy(usage, ({ roomId }) => roomId);
  const { direct, names } = await nameRooms(actor, [...byRoom.keys()]);
  const rooms = [...byRoom]
    .filter(([roomId]) => !direct.has(roomId))
    .sort(([, a], [, b]) => b.bytes - a.bytes)
    .slice(0, overviewLimits.rooms)
    .map(([roomId, amount]) => ({ roomId, name: names.get(roomId) ?? null, ...amount }));
  return {
    ...usage.reduce<Amount>(plus, NOTHING),
    kinds: [...sumBy(usage, ({ kind }) => kind)]
      .map(([kind, amount]) => ({ kind, ...amount }))
      .sort((a, b) => b.bytes - a.bytes),
    rooms,
    direct: usage.filter(({ roomId }) => direct.has(roomId)).reduce<Amount>(plus, NOTHING),
  };
}

/** What files of each room take up. */
export const readBytesByRoom = async (server: Server): Promise<Map<string, Amount>> =>
  sumBy(await readUsage(server), ({ roomId }) => roomId);
