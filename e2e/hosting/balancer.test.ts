import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ack, EventPayload } from '@parley/shared/events';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { signedIn } from '@parley/shared/sessions';
import { io, type Socket } from 'socket.io-client';
import { expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../server/src/operations/cluster/programs';
import { DatabaseProcess, Node } from '../world/programs';
import { until } from '../world/until';

const redisUrl = inject('redisUrl');
const works = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
/** Two nodes under one name, as in Docker's DNS, need their own hosts file, which only root may mount. */
const canPlay = redisUrl !== undefined && works('caddy', 'version') && works('unshare', '--mount', 'true');

const PEOPLE = 8;
const SAID_EACH = 5;
const compose = join(import.meta.dirname, '../../docker-compose.yml');

interface ComposeFile {
  services: Record<'front' | 'balancer', { environment: { SITE: string; PASSED_OVER: string } }>;
  configs: { balancer: { content: string } };
}

/** The Caddyfile of docker-compose.yml for the front or the balancer, with the nodes' port here, and its environment. */
async function shipped(
  service: keyof ComposeFile['services'],
  { port, nodePort }: { port: number; nodePort: number },
): Promise<{ caddyfile: string; environment: Record<string, string> }> {
  const { services, configs } = parse(await readFile(compose, 'utf8')) as ComposeFile;
  // Compose reads `$$` as `$`, and the rest is for Caddy.
  const text = configs.balancer.content
    .replaceAll('$$', () => '$')
    .replace('dynamic a parley 3000', `dynamic a parley ${nodePort}`)
    // The product is that requests wait; how long a server takes to start depends on the machine.
    .replace('lb_try_duration 5s', 'lb_try_duration 100s');
  expect(text).toContain(`parley ${nodePort}`);
  expect(text).toContain('lb_try_duration 100s');
  // No proxy in front: Compose leaves this empty.
  const environment = { ...services[service].environment, SITE: `http://127.0.0.1:${port}`, FORWARDED: '' };
  return { caddyfile: `{\n admin off\n}\n${text}`, environment };
}

/** Caddy as shipped, with two nodes under one name, as in Docker's DNS. */
async function startCaddy(
  service: keyof ComposeFile['services'],
  { folder, ...ports }: { folder: string; port: number; nodePort: number },
): Promise<ChildProcess> {
  const { caddyfile, environment } = await shipped(service, ports);
  await writeFile(join(folder, 'hosts'), '127.0.0.1 localhost\n127.0.0.2 parley\n127.0.0.3 parley\n');
  await writeFile(join(folder, 'Caddyfile'), caddyfile);
  const script = 'mount --bind hosts /etc/hosts && exec caddy run --config Caddyfile --adapter caddyfile';
  return spawn('unshare', ['--mount', 'sh', '-c', script], {
    cwd: folder,
    env: { ...process.env, ...environment, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: 'ignore',
  });
}

async function end(child: ChildProcess): Promise<void> {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** A client with long polling only, through the balancer. It stores cookies, as all browsers do. */
class Poller {
  readonly received = new Set<string>();
  disconnects = 0;
  private constructor(
    private readonly socket: Socket,
    private readonly roomId: string,
  ) {
    socket.on('disconnect', () => (this.disconnects += 1));
    socket.on('message:changed', ({ messages }: EventPayload<'message:changed'>) => {
      for (const { text } of messages) this.received.add(text);
    });
  }
  static async register(name: string, url: string): Promise<Poller> {
    const ask = async (path: string, init: RequestInit): Promise<unknown> =>
      (await fetch(`${url}/api/v1${path}`, init)).json();
    const body = JSON.stringify({ username: name, displayName: name, password: `${name} has a password` });
    const json = { 'content-type': 'application/json' };
    const { accessToken: token } = signedIn.parse(
      await ask('/auth/register', { method: 'POST', headers: json, body }),
    );
    const { rooms } = (await ask('/rooms', { headers: { authorization: `Bearer ${token}` } })) as {
      rooms: { room: { roomId: string } }[];
    };
    const auth = { token, protocol: PROTOCOL_VERSION };
    const socket = io(url, { auth, transports: ['polling'], withCredentials: true, forceNew: true });
    return new Poller(socket, rooms[0]?.room.roomId ?? '');
  }
  get connected(): boolean {
    return this.socket.connected;
  }
  /** Sends a message until it is acknowledged; the client id makes repeats safe. */
  async say(text: string): Promise<void> {
    const message = { roomId: this.roomId, clientId: randomUUID(), text };
    const acknowledged = async (): Promise<boolean> =>
      ((await this.socket.timeout(5000).emitWithAck('message:send', message)) as Ack<unknown>).ok;
    await until(acknowledged, `${text} is acknowledged`);
  }
  close = (): unknown => this.socket.disconnect();
}

it.skipIf(!canPlay)(
  'the balancer of docker-compose.yml keeps who can only poll on one node, and hands them to the other when theirs ends',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-balancer-'));
    const database = new DatabaseProcess(join(folder, 'db'));
    await database.start();
    const [port, nodePort] = [await freePort(), await freePort()];
    const nodes = ['127.0.0.2', '127.0.0.3'].map((HOST) => {
      const node = new Node({
        HOST,
        MONGODB_URI: database.uri('parley'),
        REDIS_URL: redisUrl ?? '',
        PARLEY_DATA: folder,
        TRUSTED_PROXIES: '1',
      });
      node.port = nodePort;
      return node;
    });
    for (const node of nodes) await node.start();
    const caddy = await startCaddy('balancer', { folder, port, nodePort });
    const people: Poller[] = [];
    await using _ended = {
      [Symbol.asyncDispose]: async () => {
        for (const person of people) person.close();
        await end(caddy);
        await Promise.all(nodes.map((node) => node.kill()));
        await database.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
    const url = `http://127.0.0.1:${port}`;
    await until(async () => (await fetch(`${url}/health/ready`)).ok, 'the balancer is there');
    for (let i = 0; i < PEOPLE; i++) people.push(await Poller.register(`poller${i}`, url));
    const allReceived = (texts: string[]): boolean =>
      people.every(({ received }) => texts.every((text) => received.has(text)));
    const sayAll = async (when: string): Promise<string[]> => {
      const saying = people.flatMap((person, i) =>
        Array.from({ length: SAID_EACH }, (_, j) => ({ person, text: `${i} says ${j} ${when}` })),
      );
      await Promise.all(saying.map(({ person, text }) => person.say(text)));
      return saying.map(({ text }) => text);
    };
    await until(() => people.every(({ connected }) => connected), 'all are connected');
    const before = await sayAll('before');
    await until(() => allReceived(before), 'all have heard all of it');
    expect(people.map(({ disconnects }) => disconnects)).toEqual(people.map(() => 0));

    await nodes[0]?.stop();
    await sayAll('meanwhile');
    await until(() => people.every(({ connected }) => connected), 'all are connected again');
    const last = 'after all';
    await people[0]?.say(last);
    await until(() => allReceived([last]), 'all hear what is said then');
  },
);

it.skipIf(!canPlay)(
  'the front of docker-compose.yml lets requests wait while the only server starts again, and refuses none',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-front-'));
    const [port, nodePort] = [await freePort(), await freePort()];
    const node = new Node({ HOST: '127.0.0.2', PARLEY_DATA: join(folder, 'data'), TRUSTED_PROXIES: '1' });
    node.port = nodePort;
    await node.start();
    const caddy = await startCaddy('front', { folder, port, nodePort });
    await using _ended = {
      [Symbol.asyncDispose]: async () => {
        await end(caddy);
        await node.kill();
        await rm(folder, { recursive: true, force: true });
      },
    };
    const ask = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/health/live`)).status;
    await until(async () => (await ask()) === 200, 'the front is there');
    await node.stop();
    const waiting = Promise.all(Array.from({ length: 10 }, ask));
    await node.start();
    expect(await waiting).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await ask()).toBe(200);
  },
);
