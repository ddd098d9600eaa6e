import type { Scenario, Tier } from '../scenario';
import { drain, kill } from './servers';
import { cuts, database } from './wires';
import { retries, writers } from './writes';

/** A scenario again, with clients that have only long polling. */
const again = (scenario: Scenario, counts: Record<Tier, number>): Scenario => ({
  ...scenario,
  id: 19,
  name: `polling-${scenario.name}`,
  says: `by long polling alone: ${scenario.says}`,
  transports: ['polling'],
  counts,
});

export const kills = again(kill, { smoke: 1, ci: 10, soak: 200 });
export const drains = again(drain, { smoke: 0, ci: 4, soak: 40 });
export const databaseWire = again(database, { smoke: 0, ci: 200, soak: 1000 });
export const offeredAgain = again(retries, { smoke: 0, ci: 600, soak: 10_000 });
export const manyWriters: Scenario = {
  ...again(writers, { smoke: 0, ci: 2000, soak: 50_000 }),
  parts: { minutes: 10 },
};
export const badWires = again(cuts, { smoke: 0, ci: 100, soak: 2000 });
