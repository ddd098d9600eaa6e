import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { TurnClient } from '../packages/relay/src/test/turnClient.ts';
import { processorSeconds } from './processorTime.ts';
import { report } from './world.ts';

const SECRET = 'a secret of the benchmark';
const SECONDS = 5;
/** A call of two with video is about this much, in Mbit/s each way: both directions are sent. */
const MEGABITS = 8;
const PACKET = 1000;

interface Running {
  child: ChildProcess;
  port: number;
}

async function builtIn(): Promise<Running> {
  const child = spawn(
    process.execPath,
    ['--conditions=parley-source', '--import', 'tsx', join(import.meta.dirname, 'relayProgram.ts'), SECRET],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, port };
}

/** Debian's coturn; undefined where there is none. */
async function coturn(): Promise<Running | undefined> {
  if (spawnSync('which', ['turnserver']).status !== 0) return undefined;
  const probe = createSocket('udp4');
  probe.bind(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  const child = spawn(
    'turnserver',
    [
      ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--log-file', 'stdout', '--pidfile', ''],
      ...['--listening-ip', '127.0.0.1', '--relay-ip', '127.0.0.1', '--listening-port', String(port)],
      ...['--realm', 'parley', '--use-auth-secret', '--static-auth-secret', SECRET, '--allow-loopback-peers'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await once(child.stdout, 'data');
  child.stdout.resume();
  return { child, port };
}

const credentialOf = (member: string) => {
  const username = `${Math.floor(Date.now() / 1000) + 600}:bench:${member}`;
  return { username, credential: createHmac('sha1', SECRET).update(username).digest('base64') };
};

/** Two clients send each other datagrams over a relay. @returns processor time of the relay per relayed megabit, in ms, and what arrived */
async function load({ child, port }: Running): Promise<{ perMegabit: number; arrived: number }> {
  const one = await TurnClient.open({ port }, credentialOf('one'));
  const two = await TurnClient.open({ port }, credentialOf('two'));
  await one.allocate();
  await two.allocate();
  await one.bind(0x4000, two.relayed);
  await two.bind(0x4000, one.relayed);
  const before = processorSeconds(child.pid ?? 0);
  const data = 'x'.repeat(PACKET);
  const ends = Date.now() + SECONDS * 1000;
  const eachTick = Math.round((MEGABITS * 1e6) / 8 / PACKET / 100);
  let sent = 0;
  while (Date.now() < ends) {
    for (let i = 0; i < eachTick; i++) {
      one.sendOver(0x4000, data);
      two.sendOver(0x4000, data);
      sent += 2;
    }
    await setTimeout(10);
  }
  await setTimeout(200);
  const received = one.received.length + two.received.length;
  const used = processorSeconds(child.pid ?? 0) - before;
  one.close();
  two.close();
  child.kill();
  return { perMegabit: (used * 1000) / ((received * PACKET * 8) / 1e6), arrived: received / sent };
}

/** Processor time per relayed megabit, beside coturn. */
export async function relays(): Promise<void> {
  const other = await coturn();
  const baseline = other ? await load(other) : undefined;
  const own = await load(await builtIn());
  report(
    'processor time per relayed Mbit',
    own.perMegabit,
    'ms',
    baseline && { name: 'coturn', value: baseline.perMegabit },
  );
  report(
    'datagrams that arrived',
    own.arrived * 100,
    '%',
    baseline && { name: 'coturn', value: baseline.arrived * 100 },
  );
}
