import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileView } from '@parley/shared/files';
import type { MessageView } from '@parley/shared/messages';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { filesLeft, generalRoom, picture, privateRoom, say, uploaded } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';
import { sweepFiles } from './files.actions.js';
import { Files } from './files.model.js';

describe('files', () => {
  it('are uploaded, sent with a message, seen by its room and by nobody else, also by direct address', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    const file = await uploaded(alice, room.roomId, Buffer.from('hello, files'), 'notes.txt');
    expect(file).toMatchObject({ kind: 'document', name: 'notes.txt', type: 'text/plain', bytes: 12 });
    // Nobody else sees it before it is sent, not even the room.
    await bob.get(`/files/${file.fileId}`).expect(404);
    const [ears, outsider] = [await bob.connect(), await eve.connect()];
    const message = await say(alice, room.roomId, '', { fileIds: [file.fileId] });
    expect(message.files).toEqual([file]);
    expect((await ears.wait('message:changed')).messages[0]?.files).toEqual([file]);
    const got = await bob.get(`/files/${file.fileId}`).expect(200);
    expect(got.text).toBe('hello, files');
    expect(got.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'attachment; filename=notes.txt',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    for (const path of ['', '/thumbnail', '/info']) await eve.get(`/files/${file.fileId}${path}`).expect(404);
    await eve.delete(`/files/${file.fileId}`).expect(404);
    await server.api().get(`/api/v1/files/${file.fileId}`).expect(401);
    expect((await eve.upload(room.roomId, Buffer.from('x'))).status).toBe(404);
    expect(outsider.of('message:changed')).toEqual([]);
    await bob.delete(`/rooms/${room.roomId}/members/${bob.userId}`);
    await bob.post(`/rooms/${room.roomId}/leave`);
    await bob.get(`/files/${file.fileId}`).expect(404);
  });

  it('can be read by the cookie of their own, which opens nothing else and ends with the session', async () => {
    await using server = await startServer();
    const registered = await server
      .api()
      .post('/api/v1/auth/register')
      .send({ username: 'alice', displayName: 'Alice', password: 'alice has a long password' });
    const cookies = registered.headers['set-cookie'] as unknown as string[];
    const cookie = cookies.find((value) => /^parley_\w+_files=/.test(value)) ?? '';
    expect(cookie).toMatch(/Path=\/api\/v1\/files; .*HttpOnly; SameSite=Strict/);
    const token = (registered.body as { accessToken: string }).accessToken;
    const authorized = (path: string) =>
      request(server.url).post(`/api/v1${path}`).set('authorization', `Bearer ${token}`);
    const rooms = await request(server.url).get('/api/v1/rooms').set('authorization', `Bearer ${token}`);
    const roomId = (rooms.body as { rooms: { room: { roomId: string } }[] }).rooms[0]?.room.roomId ?? '';
    const file = (await authorized(`/rooms/${roomId}/files`).attach('file', Buffer.from('abc'), 'a.txt'))
      .body as FileView;
    const pair = cookie.split(';')[0] ?? '';
    const read = () => server.api().get(`/api/v1/files/${file.fileId}`).set('cookie', pair);
    await read().expect(200);
    await server.api().delete(`/api/v1/files/${file.fileId}`).set('cookie', pair).expect(401);
    const value = pair.split('=')[1] ?? '';
    await server.api().get('/api/v1/me').set('authorization', `Bearer ${value}`).expect(401);
    await server.api().get(`/api/v1/files/${file.fileId}`).set('cookie', `parley_files=${token}`).expect(401);
    await authorized('/auth/logout').expect(204);
    await read().expect(401);
  });

  it('are sent once: a repeat answers the first, and no other message can have them', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const other = await privateRoom(alice, []);
    const key = randomUUID();
    const first = await alice.upload(roomId, Buffer.from('once'), { name: 'a.txt', key });
    const again = await alice.upload(roomId, Buffer.from('once'), { name: 'a.txt', key });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    const { fileId } = first.body as FileView;
    const send = (person: Person, room: string, clientId = randomUUID()) =>
      person.post(`/rooms/${room}/messages`, { text: 'with it', clientId, fileIds: [fileId] });
    for (const wrong of [await send(bob, roomId), await send(alice, other.roomId)]) {
      expect(wrong.status).toBe(400);
      expect(wrong.body).toMatchObject({ fields: { fileIds: expect.any(String) as string } });
    }
    const clientId = randomUUID();
    const sent = await send(alice, roomId, clientId).expect(201);
    expect((await send(alice, roomId, clientId).expect(200)).body).toEqual(sent.body);
    expect((await send(alice, roomId)).status).toBe(400);
    await alice.post(`/rooms/${roomId}/messages`, { text: ' ' }).expect(400);
    await alice.post(`/rooms/${roomId}/messages`, { text: 'x', fileIds: [fileId, fileId] }).expect(400);
    await alice.post(`/rooms/${roomId}/messages`, { text: 'x', fileIds: { $ne: null } }).expect(400);
    await alice.delete(`/files/${fileId}`).expect(409);
  });

  it('keep their name in any script, without what could deceive', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const names: [string, string][] = [
      ['Übersicht — 概要 🌴.txt', 'Übersicht — 概要 🌴.txt'],
      ['تقرير.pdf', 'تقرير.pdf'],
      ['../../etc/passwd', 'passwd'],
      ['photo\u202egpj.exe', 'photogpj.exe'],
    ];
    for (const [given, stored] of names)
      expect((await uploaded(alice, roomId, Buffer.from('x'), given)).name).toBe(stored);
    const { fileId } = await uploaded(alice, roomId, Buffer.from('x'), '概要.txt');
    const { headers } = await alice.get(`/files/${fileId}`).expect(200);
    expect(headers['content-disposition']).toContain("filename*=UTF-8''%E6%A6%82%E8%A6%81.txt");
    expect((await alice.upload(roomId, Buffer.from('x'), { name: `${'x'.repeat(300)}.txt` })).status).toBe(
      400,
    );
  });

  it('come in parts when asked for parts', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
    const { fileId } = await uploaded(alice, await generalRoom(alice), bytes);
    const part = async (range: string) => {
      const response = await alice
        .get(`/files/${fileId}`)
        .set('range', range)
        .buffer(true)
        .parse((stream, done) => {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => done(null, Buffer.concat(chunks)));
        });
      return { status: response.status, body: response.body as Buffer, headers: response.headers };
    };
    const middle = await part('bytes=1000-1999');
    expect(middle.status).toBe(206);
    expect(middle.headers['content-range']).toBe('bytes 1000-1999/300000');
    expect(middle.body.equals(bytes.subarray(1000, 2000))).toBe(true);
    expect((await part('bytes=-10')).body.equals(bytes.subarray(-10))).toBe(true);
    expect((await part('bytes=400000-')).status).toBe(416);
    const whole = await part('bytes=0-1,5-6');
    expect([whole.status, whole.body.equals(bytes)]).toEqual([200, true]);
    await alice.get(`/files/${fileId}`).set('if-none-match', `"${fileId}"`).expect(304);
  });

  it('go with their message, and with its bytes', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const file = await uploaded(alice, roomId, await picture().png().toBuffer(), 'red.png');
    const message = await say(alice, roomId, 'look', { fileIds: [file.fileId] });
    expect(filesLeft(server)).toHaveLength(2);
    await alice.patch(`/messages/${message.messageId}`, { text: '' }).expect(200);
    await alice.delete(`/messages/${message.messageId}`).expect(204);
    const deleted = (await alice.get(`/messages/${message.messageId}`)).body as MessageView;
    expect(deleted.files).toEqual([]);
    await alice.get(`/files/${file.fileId}`).expect(404);
    expect(filesLeft(server)).toEqual([]);
    const words = await say(alice, roomId, 'words only');
    await alice.patch(`/messages/${words.messageId}`, { text: ' ' }).expect(400);
  });
});

describe('a message with files that was never written, or is gone', () => {
  it('shows nobody its files, and is answered when it is said again after it was deleted', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const [lost, stored] = [
      await uploaded(alice, roomId, Buffer.from('lost')),
      await uploaded(alice, roomId, Buffer.from('kept')),
    ];
    const files = Files(server.app.server);
    // As after a crash between claiming the files and storing the message.
    await files.updateOne({ _id: lost.fileId }, { $set: { messageKey: randomUUID() } });
    await bob.get(`/files/${lost.fileId}`).expect(404);
    await alice.get(`/files/${lost.fileId}`).expect(200);
    const clientId = randomUUID();
    const body = { text: 'with it', clientId, fileIds: [stored.fileId] };
    const sent = (await alice.post(`/rooms/${roomId}/messages`, body).expect(201)).body as MessageView;
    await bob.get(`/files/${stored.fileId}`).expect(200);
    await alice.delete(`/messages/${sent.messageId}`).expect(204);
    const again = await alice.post(`/rooms/${roomId}/messages`, body).expect(200);
    expect(again.body).toMatchObject({ messageId: sent.messageId, files: [] });
    await files.updateMany({}, { $set: { createdAt: new Date(Date.now() - 25 * 60 * 60_000) } });
    await sweepFiles(server.app.server, Date.now());
    expect([filesLeft(server), await files.countDocuments()]).toEqual([[], 0]);
  });
});

describe('sweeping', () => {
  it('removes at start what arrived at a process that is gone, and leaves what arrives at another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-arriving-'));
    const gone = join(folder, 'uploads-arriving', `${spawnSync('true').pid}@${hostname()}`);
    const alive = join(folder, 'uploads-arriving', `${process.ppid}@${hostname()}`);
    for (const path of [gone, alive]) {
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, 'half'), 'x');
    }
    await using _server = await startServer({ PARLEY_DATA: folder });
    expect([existsSync(gone), existsSync(join(alive, 'half'))]).toEqual([false, true]);
    await rm(folder, { recursive: true });
  });

  it('removes what was broken off or never sent, and keeps the rest', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const [unsent, broken, fresh, sent] = [
      await uploaded(alice, roomId, Buffer.from('unsent')),
      await uploaded(alice, roomId, Buffer.from('broken')),
      await uploaded(alice, roomId, Buffer.from('fresh')),
      await uploaded(alice, roomId, Buffer.from('sent')),
    ];
    await say(alice, roomId, 'x', { fileIds: [sent.fileId] });
    const longAgo = new Date(Date.now() - 25 * 60 * 60_000);
    const files = Files(server.app.server);
    await files.updateOne({ _id: unsent.fileId }, { $set: { createdAt: longAgo } });
    await files.updateOne({ _id: sent.fileId }, { $set: { createdAt: longAgo } });
    await files.updateOne({ _id: broken.fileId }, { $set: { createdAt: longAgo, state: 'storing' } });
    await sweepFiles(server.app.server, Date.now());
    expect(filesLeft(server).sort()).toEqual([fresh.fileId, sent.fileId].sort());
    expect(await files.countDocuments()).toBe(2);
  });
});
