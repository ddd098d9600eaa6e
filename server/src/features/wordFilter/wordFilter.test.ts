import { randomUUID } from 'node:crypto';
import type { MessageView } from '@parley/shared/messages';
import type { HeldView } from '@parley/shared/moderation/wordFilter';
import type { RoomView } from '@parley/shared/rooms';
import { expect, it } from 'vitest';
import { privateRoom, say } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

const keyOf = ({ body }: { body: unknown }): string => (body as { key: string }).key;
const setWords = (person: Person, version: number, ...words: [string, string][]) =>
  person.put('/moderation/words', {
    version,
    entries: words.map(([phrase, action]) => ({ phrase, action })),
  });
const heldOf = async (person: Person): Promise<HeldView[]> =>
  ((await person.get('/moderation/held').expect(200)).body as { held: HeldView[] }).held;

it('words are denied, replaced or held, wherever one writes', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  const { roomId } = await privateRoom(bob, [eve]);
  await setWords(alice, 0, ['bad*', 'deny'], ['darn', 'replace'], ['crypto', 'hold']).expect(200);
  expect(keyOf(await setWords(alice, 0).expect(409))).toBe('words.changed');
  await setWords(bob, 1).expect(403);
  await setWords(alice, 1, ['x', 'shout']).expect(400);
  const ears = await eve.connect();
  const bobs = await bob.connect();
  const denied = await bobs.ask('message:send', { roomId, clientId: randomUUID(), text: 'so Bádly' });
  expect(denied.ok ? '' : denied.error).toMatchObject({ key: 'words.denied', params: { word: 'Bádly' } });
  const said = await say(bob, roomId, 'oh darn it');
  expect(said.text).toBe('oh ••• it');
  for (const answer of [
    bob.patch(`/messages/${said.messageId}`, { text: 'bad' }),
    bob.patch(`/rooms/${roomId}`, { topic: 'bad' }),
    bob.post('/rooms', { type: 'public', name: 'bad' }),
    bob.post(`/rooms/${roomId}/polls`, { question: 'bad', options: ['1', '2'] }),
    bob.upload(roomId, Buffer.from('x'), { name: 'bad.txt' }),
    bob.patch('/me', { displayName: 'Bad Bob' }),
    bob.patch('/me', { statusText: 'feeling bad' }),
    bob.put('/me/username', { username: 'bad.bob' }),
    bob.post(`/rooms/${roomId}/webhooks`, { name: 'bad hook' }),
    alice.patch(`/users/${bob.userId}/account`, { displayName: 'Bad Bob' }),
    bob.post(`/rooms/${roomId}/polls`, { question: 'well', options: ['1', 'bad'] }),
    bob.post('/rooms', { type: 'group', memberIds: [alice.userId, eve.userId], name: 'bad' }),
  ])
    expect([(await answer).status, keyOf(await answer)]).toEqual([403, 'words.denied']);
  expect(keyOf(await bob.patch(`/rooms/${roomId}`, { topic: 'crypto' }).expect(403))).toBe('words.notHere');

  // Held: no place, nobody sees it, a repeat is the same one; approved it gets its seq.
  const clientId = randomUUID();
  const held = { text: 'buy crypto', clientId };
  for (let i = 0; i < 2; i++)
    expect(keyOf(await bob.post(`/rooms/${roomId}/messages`, held).expect(409))).toBe('words.held');
  const later = await say(bob, roomId, 'meanwhile');
  const [one, ...none] = await heldOf(alice);
  expect([one?.text, one?.authorId, none]).toEqual(['buy crypto', bob.userId, []]);
  await bob.get('/moderation/held').expect(403);
  await alice.post(`/moderation/held/${one?.heldId ?? ''}/approve`).expect(204);
  await alice.post(`/moderation/held/${one?.heldId ?? ''}/approve`).expect(404);
  const { messages } = await ears.wait(
    'message:changed',
    ({ messages: [first] }) => first?.clientId === clientId,
  );
  expect(messages[0]).toMatchObject({ text: 'buy crypto', authorId: bob.userId, seq: later.seq + 1 });
  const again = (await bob.post(`/rooms/${roomId}/messages`, held).expect(200)).body as MessageView;
  expect(again.messageId).toBe(messages[0]?.messageId);
  const second = { text: 'more crypto', clientId: randomUUID() };
  await bob.post(`/rooms/${roomId}/messages`, second).expect(409);
  await alice.post(`/moderation/held/${(await heldOf(alice))[0]?.heldId ?? ''}/refuse`).expect(204);
  expect(keyOf(await bob.post(`/rooms/${roomId}/messages`, second).expect(403))).toBe('words.refused');
  expect(await heldOf(alice)).toEqual([]);
  expect(JSON.stringify(ears.received)).not.toContain('more crypto');
});

it('no moderator reads what people write to each other, nor what somebody above them wrote', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  await alice.patch(`/users/${eve.userId}`, { role: 'moderator' }).expect(200);
  await setWords(eve, 0, ['a*', 'hold']).expect(403);
  await setWords(alice, 0, ['crypto', 'hold']).expect(200);
  const direct = (await bob.post('/rooms', { type: 'direct', memberIds: [alice.userId] }).expect(201))
    .body as RoomView;
  const words = { text: 'our crypto', clientId: randomUUID() };
  expect(keyOf(await bob.post(`/rooms/${direct.roomId}/messages`, words).expect(403))).toBe('words.notHere');
  const { roomId } = await privateRoom(alice, [bob]);
  await alice.post(`/rooms/${roomId}/messages`, { ...words, clientId: randomUUID() }).expect(409);
  expect(await heldOf(eve)).toEqual([]);
  await bob.post(`/rooms/${roomId}/messages`, { ...words, clientId: randomUUID() }).expect(409);
  const [held] = await heldOf(eve);
  expect(held).toMatchObject({ authorId: bob.userId });
  // Somebody banned says nothing any more.
  await alice.put(`/users/${bob.userId}/ban`, { until: null, reason: 'spam' }).expect(204);
  await eve.post(`/moderation/held/${held?.heldId ?? ''}/approve`).expect(404);
});

it('slow mode lets everybody but moderators wait, and a repeat is no second message', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  const { roomId } = await privateRoom(bob, [eve]);
  await eve.patch(`/rooms/${roomId}`, { slowSeconds: 60 }).expect(403);
  await alice.patch(`/rooms/${roomId}`, { slowSeconds: 60 }).expect(404);
  await bob.patch(`/rooms/${roomId}`, { slowSeconds: -1 }).expect(400);
  const ears = await eve.connect();
  for (let i = 0; i < 2; i++)
    expect(
      ((await bob.patch(`/rooms/${roomId}`, { slowSeconds: 60 }).expect(200)).body as RoomView).slowSeconds,
    ).toBe(60);
  await ears.wait('room:changed', ({ room }) => room.slowSeconds === 60);
  const first = { text: 'one', clientId: randomUUID() };
  await eve.post(`/rooms/${roomId}/messages`, first).expect(201);
  await eve.post(`/rooms/${roomId}/messages`, first).expect(200);
  const refused = await eve.post(`/rooms/${roomId}/messages`, { text: 'two' }).expect(429);
  expect(keyOf(refused)).toBe('rooms.slow');
  expect((refused.body as { retryAfter: number }).retryAfter).toBeGreaterThan(30);
  expect(Number(refused.get('retry-after'))).toBeGreaterThan(30);
  const answer = await ears.ask('message:send', { roomId, clientId: randomUUID(), text: 'three' });
  expect(answer.ok).toBe(false);
  await say(bob, roomId, 'one');
  await say(bob, roomId, 'two');
  await bob.patch(`/rooms/${roomId}`, { slowSeconds: 0 }).expect(200);
  await say(eve, roomId, 'now I may');
  const { entries } = (await alice.get('/audit').expect(200)).body as {
    entries: { action: string; after: object }[];
  };
  // Of a room that not everybody sees, what changed and not to what.
  expect(entries.filter(({ action }) => action === 'room.changed').map(({ after }) => after)).toEqual([
    { fields: ['slowSeconds'] },
    { fields: ['slowSeconds'] },
  ]);
});
