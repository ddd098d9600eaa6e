import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntryView } from '@parley/shared/audit';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../config.js';
import { ServerProcess } from '../../test/serverProcess.js';
import { startServer, type Person } from '../../test/startServer.js';
import { openSyslog } from './audit.syslog.js';

const HEAD = /^<109>1 \d{4}-\d\d-\d\dT[\d:.]+Z [!-~]+ parley \d+ audit - (.*)$/s;

const entryOf = (line: string): AuditEntryView => {
  const json = HEAD.exec(line)?.[1] ?? '';
  // One line, whatever is in it.
  expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
  return (JSON.parse(json) as { audit: AuditEntryView }).audit;
};

/** A name with which somebody would like to write a line of their own. */
const EVIL = 'Bob\u2028{"audit":{"number":99}}\u0085<109>1 forged\u202e';

const renameBob = async (alice: Person, bob: Person): Promise<void> =>
  void (await alice.patch(`/users/${bob.userId}/account`, { displayName: EVIL }).expect(200));

/** The messages of a stream that is framed by lengths. */
function framed(stream: string): string[] {
  const found: string[] = [];
  for (let rest = Buffer.from(stream); rest.length > 0;) {
    const space = rest.indexOf(' ');
    const length = Number(rest.subarray(0, space).toString());
    found.push(rest.subarray(space + 1, space + 1 + length).toString());
    rest = rest.subarray(space + 1 + length);
  }
  return found;
}

describe('the audit log, sent elsewhere', () => {
  it('reaches a syslog receiver over UDP, in one line each', async () => {
    const receiver = createSocket('udp4');
    receiver.bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    await using server = await startServer({ AUDIT_SYSLOG: `udp://127.0.0.1:${receiver.address().port}` });
    const { alice, bob } = await server.cast();
    const received = once(receiver, 'message');
    await renameBob(alice, bob);
    const [bytes] = (await received) as [Buffer];
    expect(entryOf(bytes.toString())).toMatchObject({
      number: 1,
      action: 'person.changed',
      after: { displayName: EVIL },
    });
    receiver.close();
  });

  it('reaches one over TCP, with what was recorded while it was away', async () => {
    let stream = '';
    const sockets: Socket[] = [];
    const listening = async (port: number) => {
      const receiver = createServer((socket) => {
        sockets.push(socket);
        socket.on('data', (part) => {
          stream += part.toString();
          receiver.emit('received');
        });
      });
      receiver.listen(port, '127.0.0.1');
      await once(receiver, 'listening');
      return receiver;
    };
    const first = await listening(0);
    const { port } = first.address() as AddressInfo;
    first.close();
    await once(first, 'close');
    await using server = await startServer({ AUDIT_SYSLOG: `tcp://127.0.0.1:${port}` });
    const { alice, bob } = await server.cast();
    // Nobody is there, and nobody waits for it.
    await renameBob(alice, bob);
    await alice.patch('/workspace', { name: 'Away' }).expect(200);
    const receiver = await listening(port);
    while (framed(stream).length < 2) await once(receiver, 'received');
    expect(framed(stream).map((line) => entryOf(line).action)).toEqual([
      'person.changed',
      'workspace.changed',
    ]);
    for (const socket of sockets) socket.destroy();
    receiver.close();
  });

  it('is bounded while nobody receives it, and takes a stream socket by its path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-syslog-'));
    const path = join(folder, 'log.sock');
    let dropped = 0;
    const syslog = openSyslog(path, { dropped: () => (dropped += 1), failed: () => undefined });
    for (let i = 0; i < 1500; i++) syslog.send(`line ${i}`);
    expect(dropped).toBe(500);
    const receiver = createServer();
    receiver.listen(path);
    const [socket] = (await once(receiver, 'connection')) as [Socket];
    let stream = '';
    socket.on('data', (part) => (stream += part.toString()));
    while (stream.split('\n').length <= 1000) await once(socket, 'data');
    expect(stream.split('\n').slice(0, 2)).toEqual(['line 0', 'line 1']);
    socket.destroy();
    await syslog.close();
    receiver.close();
    await rm(folder, { recursive: true });
  });

  it('is written to standard output, and its settings are checked', async () => {
    await using server = await ServerProcess.start({ AUDIT_STDOUT: 'true' });
    const alice = await server.register('alice');
    await server
      .api()
      .patch('/workspace')
      .set('authorization', `Bearer ${alice.accessToken}`)
      .send({ name: 'Two\tlines' })
      .expect(200);
    await server.stop();
    const lines = server.output.split('\n').filter((line) => line.startsWith('{"audit":'));
    expect(lines.map((line) => (JSON.parse(line) as { audit: AuditEntryView }).audit.after)).toEqual([
      { name: 'Two\tlines' },
    ]);
    for (const wrong of ['udp://host', 'http://host:1', 'log.sock', 'udp://host:514/x'])
      expect(() => readConfig({ AUDIT_SYSLOG: wrong }), wrong).toThrow('AUDIT_SYSLOG');
  });
});
