import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErasureView } from '@parley/shared/erasure';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import type { RoomView } from '@parley/shared/rooms';
import type { SignedIn } from '@parley/shared/sessions';
import { io } from 'socket.io-client';
import { describe, expect, it } from 'vitest';
import { picture } from '../../test/build.js';
import { ServerProcess } from '../../test/serverProcess.js';

/** Words that only this person has written anywhere. */
const NAME = 'canarybird';
const canaries = [NAME, 'Kanarien Vogel', 'kanarienvogel', 'zwitscherwort'];

/** Files below a folder in which one of the words is, in whatever case. */
function filesWith(folder: string, words: string[]): string[] {
  const wanted = words.map((word) => word.toLowerCase());
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => {
      const path = join(folder, name);
      if (!lstatSync(path).isFile()) return false;
      const text = readFileSync(path).toString('latin1').toLowerCase();
      return wanted.some((word) => name.toLowerCase().includes(word) || text.includes(word));
    });
}

/** The hashes of passwords that are in the database's file. */
const hashesIn = (folder: string): string[] => [
  ...(readFileSync(join(folder, 'db/parley.mdb'))
    .toString('latin1')
    .match(/\$2b\$\d\d\$[./A-Za-z0-9]{53}/g) ?? []),
];

const as = (granted: SignedIn): [string, string] => ['authorization', `Bearer ${granted.accessToken}`];

/** More messages than the search indexes one by one, so that some are in a segment. */
async function sayMuch(server: ServerProcess, granted: SignedIn, roomId: string): Promise<void> {
  const socket = io(server.url, {
    auth: { token: granted.accessToken, protocol: PROTOCOL_VERSION },
    transports: ['websocket'],
    forceNew: true,
  });
  await once(socket as never, 'connect');
  for (let i = 0; i < 60; i++) {
    const messages = Array.from({ length: 20 }, (_, k) => ({
      clientId: randomUUID(),
      text: `zwitscherwort${i} and ${k} of the kanarienvogel`,
    }));
    const answer = (await socket.emitWithAck('messages:send', { roomId, messages })) as { ok: boolean };
    expect(answer.ok, JSON.stringify(answer)).toBe(true);
  }
  socket.disconnect();
}

describe('after a person was erased with all they wrote', () => {
  it('nothing of them is in the data folder, also when the server was killed in between', async () => {
    const environment = { RATE_LIMITS: 'false' };
    await using server = await ServerProcess.start(environment);
    const alice = await server.register('alice');
    const before = new Set(hashesIn(server.folder));
    const registered = await server
      .api()
      .post('/auth/register')
      .send({
        username: NAME,
        displayName: 'Kanarien Vogel',
        email: `${NAME}@example.org`,
        password: 'a long enough pass',
      })
      .expect(201);
    const bird = registered.body as SignedIn;
    const password = hashesIn(server.folder).find((hash) => !before.has(hash)) ?? '';
    expect(password).not.toBe('');
    const post = (path: string, body: object) =>
      server
        .api()
        .post(path)
        .set(...as(bird))
        .send(body);
    const { rooms } = (
      await server
        .api()
        .get('/rooms')
        .set(...as(bird))
    ).body as { rooms: { room: RoomView }[] };
    const roomId = rooms[0]?.room.roomId ?? '';
    await server
      .api()
      .put('/me/picture')
      .set(...as(bird))
      .attach('file', await picture(64, 64).png().toBuffer(), 'me.png')
      .expect(200);
    const file = await server
      .api()
      .post(`/rooms/${roomId}/files`)
      .set(...as(bird))
      .attach('file', Buffer.from('zwitscherwort in a file'), 'kanarienvogel.txt')
      .expect(201);
    const said = await post(`/rooms/${roomId}/messages`, {
      text: 'zwitscherwort first',
      fileIds: [(file.body as { fileId: string }).fileId],
    }).expect(201);
    await server
      .api()
      .patch(`/messages/${(said.body as { messageId: string }).messageId}`)
      .set(...as(bird))
      .send({ text: 'edited kanarienvogel' })
      .expect(200);
    await server
      .api()
      .post(`/rooms/${roomId}/files`)
      .set(...as(bird))
      .attach('file', Buffer.from('zwitscherwort'), 'never-sent.txt')
      .expect(201);
    await server
      .api()
      .put(`/rooms/${roomId}/draft`)
      .set(...as(bird))
      .send({ text: 'zwitscherwort half written' });
    await server
      .api()
      .patch('/me')
      .set(...as(bird))
      .send({ statusText: 'kanarienvogel at lunch', keywords: ['zwitscherwort'] })
      .expect(200);
    await server
      .api()
      .put('/me/username')
      .set(...as(bird))
      .send({ username: `${NAME}2` })
      .expect(200);
    await post('/me/tokens', { name: 'kanarienvogel script', scope: 'read', days: null }).expect(201);
    await sayMuch(server, bird, roomId);
    await server
      .api()
      .get('/search?q=zwitscherwort1')
      .set(...as(alice))
      .expect(200);
    expect(filesWith(server.folder, canaries)).toContain('db/parley.mdb');

    await server
      .api()
      .post(`/users/${bird.me.userId}/erase`)
      .set(...as(alice))
      .send({ username: `${NAME}2`, messages: 'remove' })
      .expect(200);
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');
    await using next = await ServerProcess.start(environment, server.folder);
    const state = async (): Promise<string> =>
      (
        (
          await next
            .api()
            .get(`/users/${bird.me.userId}/erasure`)
            .set(...as(alice))
            .expect(200)
        ).body as ErasureView
      ).step;
    while ((await state()) !== 'done');
    expect(filesWith(server.folder, [...canaries, password])).toEqual([]);
    // The messages of others are there, and the server works.
    await next
      .api()
      .post(`/rooms/${roomId}/messages`)
      .set(...as(alice))
      .send({ text: 'and on' })
      .expect(201);
    const { hits } = (
      await next
        .api()
        .get('/search?q=zwitscherwort')
        .set(...as(alice))
        .expect(200)
    ).body as { hits: unknown[] };
    expect(hits).toEqual([]);
    await next.stop();
    expect(filesWith(server.folder, [...canaries, password])).toEqual([]);
  }, 300_000);
});
