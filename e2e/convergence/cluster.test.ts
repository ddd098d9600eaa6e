import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { Client } from '../world/client';
import { until } from '../world/until';
import { Wire } from '../world/wire';

const root = join(import.meta.dirname, '../..');
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

/** `npm run cluster` in a folder of its own. */
async function startCluster(nodes: number): Promise<{ child: ChildProcess; port: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-cluster-'));
  ended.push(() => rm(folder, { recursive: true, force: true }));
  const port = String(20_000 + Math.floor(Math.random() * 20_000));
  const child = spawn(
    process.execPath,
    ['scripts/operate.mjs', 'cluster', '--nodes', String(nodes), '--port', port, '--data', folder],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        LOG_LEVEL: 'silent',
        BEACON_SECONDS: '1',
        BCRYPT_COST: '4',
        RELAY_PORT: '0',
        RATE_LIMITS: 'false',
        DRAIN_SECONDS: '2',
      },
    },
  );
  ended.push(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  child.stdout?.resume();
  await once(child, 'message');
  return { child, port: Number(port) };
}

/** The processes that are nodes of a cluster, by their parent. */
async function nodesOf(parent: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [stat, command] = await Promise.all([
      readFile(`/proc/${name}/stat`, 'utf8').catch(() => ''),
      readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''),
    ]);
    const ppid = Number(/\) \S (\d+)/.exec(stat)?.[1]);
    if (ppid === parent && command.includes('dist/main.js')) found.push(Number(name));
  }
  return found;
}

async function people(port: number, names: string[]): Promise<Client[]> {
  const clients: Client[] = [];
  for (const name of names) {
    const wire = new Wire({ port });
    await wire.listen();
    const client = new Client(name, wire);
    ended.push(() => {
      client.core.stop();
      wire.close();
      return Promise.resolve();
    });
    await client.register();
    clients.push(client);
  }
  await until(() => clients.every(({ generalId }) => generalId !== undefined), 'everybody is in General');
  await Promise.all(clients.map((client) => client.core.rooms.enterRoom(client.generalId ?? '')));
  return clients;
}

const texts = (client: Client): string[] => client.messages(client.generalId ?? '').map(({ text }) => text);

describe.skipIf(inject('redisUrl') === undefined || process.platform !== 'linux')('npm run cluster', () => {
  it('loses nothing while it rolls over and while a node is killed', async () => {
    const { child, port } = await startCluster(3);
    const clients = await people(port, ['ana', 'bo', 'cy']);
    const before = await nodesOf(child.pid ?? 0);
    expect(before).toHaveLength(3);
    child.kill('SIGHUP');
    // Messages are sent until all three nodes are replaced.
    await until(
      async () => {
        for (const client of clients) await client.say(client.generalId ?? '');
        // At the pace of people: a client that misses more than a catch-up starts from a fresh page.
        await setTimeout(200);
        const now = await nodesOf(child.pid ?? 0);
        return now.length === 3 && now.every((pid) => !before.includes(pid));
      },
      'all nodes have given way',
      300_000,
    );
    const [victim] = await nodesOf(child.pid ?? 0);
    process.kill(victim ?? 0, 'SIGKILL');
    for (let i = 0; i < 5; i++) for (const client of clients) await client.say(client.generalId ?? '');
    await until(() => clients.every(({ pending }) => pending === 0), 'everything is sent', 300_000);
    const all = clients.flatMap(({ said }) => said);
    const seesAll = (client: Client): boolean => {
      const seen = new Set(texts(client));
      return all.every((text) => seen.has(text));
    };
    await until(() => clients.every(seesAll), 'everybody sees all', 300_000);
    for (const client of clients) {
      expect(texts(client)).toEqual(texts(clients[0] ?? client));
      expect(new Set(texts(client)).size).toBe(texts(client).length);
      expect(texts(client).filter((text) => client.said.includes(text))).toEqual(client.said);
    }
  }, 900_000);
});
