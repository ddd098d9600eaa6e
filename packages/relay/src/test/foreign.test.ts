import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { Relay } from '../relay.js';

const PROGRAM = 'turnutils_uclient';
const installed = spawnSync(PROGRAM, ['-h']).error === undefined;
if (!installed)
  process.stdout.write('The relay against a foreign TURN client was skipped: no coturn was found.\n');

it.skipIf(!installed).each([
  ['over channels', []],
  ['by indications', ['-s']],
])('coturn’s test client sends to another of its own, %s', async (_name, flags) => {
  await using relay = await Relay.start({ port: 0, host: '127.0.0.1', secret: 'a secret' });
  const { username, credential } = relay.issue({ group: 'call', member: 'one' }, 600);
  const messages = 50;
  const who = ['-u', username, '-w', credential, '-p', String(relay.port)];
  // Client to client, no second port for RTCP.
  const kind = ['-y', '-c', '-m', '2', '-n', String(messages), '-l', '200', ...flags];
  const child = spawn(PROGRAM, [...kind, ...who, '127.0.0.1']);
  const output = (await Promise.all([text(child.stdout), text(child.stderr)])).join('');
  expect(output).toMatch(/Total lost packets 0 /);
  const [, received] = /tot_recv_msgs=(\d+)/.exec(output.slice(output.lastIndexOf('tot_send_msgs'))) ?? [];
  expect(Number(received)).toBe(2 * messages);
  expect(relay.stats.datagrams).toBeGreaterThanOrEqual(2 * messages);
});
