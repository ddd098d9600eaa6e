import { setTimeout } from 'node:timers/promises';
import { Baseline } from './baselines.ts';
import { RawClient } from './rawClient.ts';
import { BenchServer, report } from './world.ts';

const PEOPLE = 200;
const CONNECTIONS = 10_000;
const AT_ONCE = 200;
/** The first ones include one-time costs. */
const WARM = 200;
const SETTLE_MS = 5000;

interface Host {
  port: number | string;
  residentBytes(): number;
}

/** Opens connections; returns the rate, and the server's memory for each afterwards in KB. */
async function open(host: Host, tokens: string[]): Promise<{ rate: number; each: number }> {
  const clients: RawClient[] = [];
  const some = async (until: number): Promise<void> => {
    let next = clients.length;
    const lane = async (): Promise<void> => {
      while (next < until)
        clients.push(await RawClient.open(host.port, tokens[next++ % tokens.length] ?? ''));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  };
  await some(WARM);
  await setTimeout(SETTLE_MS);
  const before = host.residentBytes();
  const began = performance.now();
  await some(WARM + CONNECTIONS);
  const rate = CONNECTIONS / ((performance.now() - began) / 1000);
  await setTimeout(SETTLE_MS);
  const each = (host.residentBytes() - before) / CONNECTIONS / 1024;
  for (const client of clients) client.close();
  return { rate, each };
}

/** Authenticated connections of 200 people, beside a Socket.IO server without authentication. */
export async function connections(): Promise<void> {
  using baseline = await Baseline.start('socket.io');
  const plain = await open(baseline, ['']);
  await using server = await BenchServer.start();
  const tokens: string[] = [];
  for (let i = 0; i < PEOPLE; i++) tokens.push(await server.register(`person${i}`));
  const own = await open(server, tokens);
  report('connections with authentication', own.rate, '/s', { name: 'plain socket.io', value: plain.rate });
  report('memory per idle connection, of 10,000', own.each, 'KB', {
    name: 'plain socket.io',
    value: plain.each,
  });
}
