import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { RedisProcess } from '../../server/src/test/startRedis';
import { Caller } from '../chaos/caller';
import { Log } from '../chaos/log';
import { Client } from '../world/client';
import { DatabaseProcess, Node } from '../world/programs';
import { until } from '../world/until';
import { Wire } from '../world/wire';

/** Long, so that no beacon falls into the time in which the nodes are disconnected; their heartbeats are five times as frequent. */
const BEACON_SECONDS = 30;
const WITHIN_MS = 15_000;

const redis = await RedisProcess.start();
afterAll(() => redis?.stop());

/** Two nodes, each with a wire of its own to Redis. Alice is connected to the first, and somebody registers at the second. */
async function stage(redisPort: number) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-unheard-'));
  const database = new DatabaseProcess(join(folder, 'db'));
  await database.start();
  const wires = await Promise.all([0, 1].map(() => new Wire({ port: redisPort }).listen()));
  const nodes: Node[] = [];
  for (const wire of wires) {
    const node = new Node({
      REDIS_URL: `redis://127.0.0.1:${wire.port}`,
      PARLEY_DATA: folder,
      BEACON_SECONDS: String(BEACON_SECONDS),
      MONGODB_URI: database.uri('parley'),
    });
    await node.start();
    nodes.push(node);
  }
  const [one, two] = nodes;
  if (!one || !two) throw new Error('two were started');
  const log = new Log(join(folder, 'log'));
  const wire = await new Wire(one).listen();
  const alice = new Client('alice', wire);
  await alice.register();
  const knows = (userId: string): boolean => userId in alice.store.getState().people.users.entities;
  const before = await Caller.register('before', two, log);
  await until(() => knows(before.userId), 'alice hears of the other node');
  return {
    wires,
    knows,
    registerOnTwo: (name: string) => Caller.register(name, two, log),
    reachesRedis: async (node: Node): Promise<boolean> =>
      (await (await fetch(`http://127.0.0.1:${node.port}/health/ready`)).text()).includes('"redis":"ok"'),
    one,
    two,
    [Symbol.asyncDispose]: async () => {
      alice.core.stop();
      await Promise.all(nodes.map((node) => node.kill()));
      for (const each of [wire, ...wires]) each.close();
      await database.stop();
      await log.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

it.skipIf(redis === undefined).each([
  { whose: 'the node that hears', cut: [0] },
  { whose: 'the node that speaks', cut: [1] },
  { whose: 'both', cut: [0, 1] },
])(
  'what was told while Redis was away for a moment from $whose is known after it is back',
  async ({ cut }) => {
    await using staged = await stage(Number(new URL(redis?.url ?? '').port));
    const { wires, knows, registerOnTwo, reachesRedis, one, two } = staged;
    for (const i of cut) wires[i]?.cut();
    for (const i of cut) {
      const node = [one, two][i] ?? one;
      await until(async () => !(await reachesRedis(node)), 'the node has noticed');
    }
    const missed = await registerOnTwo('missed');
    expect(knows(missed.userId)).toBe(false);
    for (const i of cut) wires[i]?.mend();
    await until(async () => (await reachesRedis(one)) && (await reachesRedis(two)), 'Redis is back');
    await until(() => knows(missed.userId), 'alice knows of it all the same', WITHIN_MS);
  },
);
