import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseProcess, Node } from '../e2e/world/programs.ts';
import { RedisProcess } from '../server/src/test/startRedis.ts';
import type { Load, Rates } from './load.ts';
import { BenchApi, report } from './world.ts';

const ROOMS = 20;
const CONNECTIONS = 50;
const LOADS = Math.min(4, Math.max(1, Math.floor(availableParallelism() / 4)));
const IN_FLIGHT = 32;
const WARM_SECONDS = 3;
const SECONDS = 8;

async function loadOf(work: Load): Promise<Rates> {
  const child = fork(join(import.meta.dirname, 'load.ts'), [], {
    execArgv: ['--conditions=parley-source', '--import', 'tsx'],
  });
  child.send(work);
  const [rates] = (await once(child, 'message')) as [Rates];
  return rates;
}

/** A thousand connections in twenty rooms, with messages in all of them, on several nodes that share a database. */
async function saturate(count: number): Promise<Rates> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-nodes-'));
  const database = new DatabaseProcess(join(folder, 'db'));
  // One node alone needs no Redis, and is not slowed by one.
  const redis = count > 1 ? await RedisProcess.start() : undefined;
  const running: Node[] = [];
  try {
    await database.start();
    for (let i = 0; i < count; i++) {
      const node = new Node({
        PARLEY_DATA: join(folder, 'data'),
        FILES_STORE: 'folder',
        MONGODB_URI: database.uri(),
        BEACON_SECONDS: '15',
        ...(redis ? { REDIS_URL: redis.url } : {}),
      });
      running.push(node);
      // The first alone: it creates keys and indexes.
      await node.start();
    }
    const ports = running.map(({ port }) => port);
    const api = new BenchApi(`http://127.0.0.1:${ports[0] ?? 0}`);
    const people: Load['people'] = [];
    for (let i = 0; i < ROOMS; i++) {
      const token = await api.register(`person${i}`);
      people.push({ token, roomId: await api.room(token, `room${i}`) });
    }
    const shares = Array.from({ length: LOADS }, (_, i) => people.filter((_person, n) => n % LOADS === i));
    const rates = await Promise.all(
      shares.map((share) =>
        loadOf({
          ports,
          people: share,
          connections: CONNECTIONS,
          inFlight: IN_FLIGHT,
          warmSeconds: WARM_SECONDS,
          seconds: SECONDS,
        }),
      ),
    );
    return {
      received: rates.reduce((sum, { received }) => sum + received, 0),
      said: rates.reduce((sum, { said }) => sum + said, 0),
    };
  } finally {
    await Promise.all(running.map((node) => node.stop()));
    await redis?.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Two nodes through Redis beside one, on the same database. Prints results only if there are enough cores. */
export async function nodes(): Promise<void> {
  process.stdout.write(`${availableParallelism()} cores, ${LOADS} processes of load\n`);
  const one = await saturate(1);
  for (const count of [2, 3]) {
    const many = await saturate(count);
    report(`${count} nodes, deliveries to 1,000 in 20 rooms`, many.received, '/s', {
      name: 'one',
      value: one.received,
    });
    report(`${count} nodes, sends`, many.said, '/s', { name: 'one', value: one.said });
  }
}
