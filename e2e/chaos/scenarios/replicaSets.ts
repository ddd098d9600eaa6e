import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ReplicaSet } from '../../../server/src/test/replicaSet';
import { until } from '../../world/until';
import { between, type Outcome, type Run, type Scenario } from '../scenario';
import { Scene } from '../scene';
import { Stage } from '../stage';
import { Talk } from '../talk';

const MEMBERS = 3;
/** Messages that may have been sent before the failure is noticed. */
const MEANWHILE = 20;
/** How long sending may be impossible, in ms: twice the sum of docs/decisions/016. */
const SILENT_MS = 30_000;

async function losePrimaries(
  { count, random, step }: Run,
  set: ReplicaSet,
  folder: string,
): Promise<Outcome> {
  await using stage = await Stage.start(join(folder, 'stage'), 2, set);
  const scene = await Scene.open(stage, 'primary-lost', join(folder, 'logs'));
  for (const [i, name] of ['ana', 'bo', 'cy', 'di'].entries()) await scene.witness(name, stage.node(i));
  const roomId = await scene.room();
  const talk = new Talk(scene.witnesses, roomId, 60);
  const slowest = new Map<'kill' | 'standstill', number>();
  for (let round = 0; round < count; round++) {
    await setTimeout(between(random, 100, 600));
    const primary = await set.primary();
    const how = round % 2 === 0 ? 'kill' : 'standstill';
    const newest = (): number =>
      Math.min(...scene.witnesses.map((who) => who.messages(roomId).at(-1)?.seq ?? 0));
    const before = newest();
    const began = Date.now();
    if (how === 'kill') await primary.kill();
    else primary.freeze();
    // The others elect a new one, which gets further messages.
    await until(() => newest() > before + MEANWHILE, 'everybody hears new messages', SILENT_MS);
    slowest.set(how, Math.max(slowest.get(how) ?? 0, Date.now() - began));
    primary.thaw();
    await primary.start();
    step(round + 1);
  }
  const said = await talk.stop();
  await scene.settle(60_000);
  const { findings } = await scene.verdict();
  const waits = [...slowest].map(([how, ms]) => `within ${ms} ms of a ${how}`).join(' and ');
  return {
    findings,
    figures: `${said.toLocaleString('en')} messages said, all stored once; heard again ${waits}`,
  };
}

export const primaryLost: Scenario = {
  id: 23,
  // Rules of docs/spec.md: C-10.
  name: 'primary-lost',
  says: 'the primary of a replica set of three is killed, or stands still: no acknowledged message is lost, all keep their order, and the servers go on with the next one by themselves',
  unit: 'losses',
  counts: { smoke: 1, ci: 6, soak: 200 },
  parts: { count: 10 },
  run: async (run) => {
    await using set = await ReplicaSet.make(MEMBERS);
    if (!set) return { findings: [], figures: 'not played: there is no mongod' };
    const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-replicas-'));
    try {
      return await losePrimaries(run, set, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
