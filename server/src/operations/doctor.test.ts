import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { folderOf, operate } from '../test/operate.js';
import { standInForS3 } from '../test/standInForS3.js';

interface Finding {
  what: string;
  state: string;
  says: string;
  cure?: string;
}

async function findings(
  environment: Record<string, string>,
  args: string[] = [],
): Promise<Record<string, Finding>> {
  const { out } = await operate('doctor', args, environment);
  return Object.fromEntries((out['findings'] as Finding[]).map((finding) => [finding.what, finding]));
}

/** A mail server that requires a password, in one of the two ways. */
async function mailServer(secure: boolean): Promise<{ server: SMTPServer; port: number; letters: string[] }> {
  const tls = (name: string): Buffer => readFileSync(join(import.meta.dirname, `../test/tls/${name}.pem`));
  const letters: string[] = [];
  const server = new SMTPServer({
    secure,
    key: tls('key'),
    cert: tls('cert'),
    onAuth: ({ username, password }, _session, done) =>
      username === 'chat' && password === 'right'
        ? done(null, { user: 'chat' })
        : done(new Error('535 wrong password')),
    onData: (stream, session, done) => {
      letters.push(...session.envelope.rcptTo.map(({ address }) => address));
      stream.resume();
      stream.on('end', () => done());
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return { server, port: (server.server.address() as AddressInfo).port, letters };
}

describe('the doctor', () => {
  it('tries mail in both ways, with the password, and sends a letter only when asked', async () => {
    const folder = await folderOf();
    const mail = {
      PARLEY_DATA: folder,
      MAIL_FROM: 'chat@example.org',
      PUBLIC_URL: 'http://localhost:3000',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    };
    for (const secure of [false, true]) {
      const { server, port, letters } = await mailServer(secure);
      const url = (password: string, scheme = secure ? 'smtps' : 'smtp'): string =>
        `${scheme}://chat:${password}@127.0.0.1:${port}`;
      try {
        const right = await findings({ ...mail, SMTP_URL: url('right') });
        expect(right['mail']).toMatchObject({
          state: 'ok',
          says: expect.stringContaining(secure ? 'TLS from the start' : 'STARTTLS') as string,
        });
        expect(letters).toEqual([]);
        const wrong = await findings({ ...mail, SMTP_URL: url('wrong') });
        expect(wrong['mail']).toMatchObject({
          state: 'fault',
          says: expect.stringContaining('535') as string,
        });
        const sent = await findings({ ...mail, SMTP_URL: url('right') }, ['--send-to', 'jo@example.org']);
        expect(sent['mail']?.says).toContain('took a letter');
        expect(letters).toEqual(['jo@example.org']);
      } finally {
        server.close();
      }
    }
    await rm(folder, { recursive: true, force: true });
  }, 180_000);

  it('tries S3, reads the push keys without making others, and tells versions', async () => {
    const s3 = standInForS3().listen(0, '127.0.0.1');
    await once(s3, 'listening');
    const folder = await folderOf();
    const settings = {
      PARLEY_DATA: folder,
      FILES_STORE: 's3',
      S3_BUCKET: 'chat',
      S3_ENDPOINT: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`,
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'secret',
    };
    try {
      await mkdir(join(folder, 'secrets'));
      const keys = join(folder, 'secrets', 'push-keys.json');
      await writeFile(keys, '{"publicKey":"x","privateKey":"y"}');
      const found = await findings(settings);
      expect(found['S3']).toMatchObject({ state: 'ok' });
      expect(found['Node']).toMatchObject({ state: 'ok', says: process.version });
      expect(found['push keys']).toMatchObject({ state: 'fault' });
      expect(readFileSync(keys, 'utf8')).toBe('{"publicKey":"x","privateKey":"y"}');
      const refused = await findings({ ...settings, S3_ACCESS_KEY_ID: 'other' });
      expect(refused['S3']).toMatchObject({
        state: 'fault',
        says: expect.stringContaining('could not be written') as string,
      });
    } finally {
      s3.closeAllConnections();
      s3.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('tries the relays of calls', async () => {
    const folder = await folderOf();
    const socket = createSocket('udp6').bind(0);
    await once(socket, 'listening');
    const port = String(socket.address().port);
    const turn = 'turn:127.0.0.1:9?transport=tcp';
    const found = await findings({
      PARLEY_DATA: folder,
      RELAY_PORT: port,
      TURN_URLS: turn,
      TURN_SECRET: 'a secret',
    });
    expect(found['relay']).toMatchObject({
      state: 'fault',
      says: expect.stringMatching(new RegExp(`${port} is taken`)) as string,
    });
    expect(found['TURN']).toMatchObject({ state: 'fault', says: `${turn}: the port is closed` });
    socket.close();
    const free = await findings({ PARLEY_DATA: folder, RELAY_PORT: port });
    expect(free['relay']).toMatchObject({
      state: 'ok',
      says: `UDP port ${port} is free: the relay starts with the server`,
    });
    await rm(folder, { recursive: true, force: true });
  }, 180_000);

  it('advises nothing that destroys: not for damage, and for a full disk room', async () => {
    const folder = await folderOf();
    await mkdir(join(folder, 'db'));
    await writeFile(join(folder, 'db', 'parley.mdb'), 'not a database');
    const { database } = await findings({ PARLEY_DATA: folder });
    expect(database).toMatchObject({
      state: 'fault',
      cure: expect.stringMatching(/Keep a copy .*in another folder/) as string,
    });
    await rm(folder, { recursive: true, force: true });

    const small = await folderOf();
    const mounted =
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,nr_inodes=100', 'tmpfs', small]).status === 0;
    if (!mounted) return console.warn('not tried: this user may not mount a small file system');
    try {
      await writeFile(join(small, 'filling'), Buffer.alloc(65_536));
      const found = await findings({ PARLEY_DATA: small });
      expect(found['disk']).toMatchObject({
        state: 'fault',
        says: `${small} is full`,
        cure: expect.stringContaining('Make room') as string,
      });
      expect(found['inodes']).toMatchObject({ state: 'warning' });
      expect(JSON.stringify(found)).not.toMatch(/Restore a backup/);
    } finally {
      spawnSync('umount', [small]);
      await rm(small, { recursive: true, force: true });
    }
  });
});
