import { randomUUID } from 'node:crypto';
import type { CallView } from '@parley/shared/calls/call';
import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import type { SyncView } from '@parley/shared/sync';
import type { MeView } from '@parley/shared/users';
import { expect, it } from 'vitest';
import { privateRoom, say } from '../../test/build.js';
import { Person, startServer } from '../../test/startServer.js';
import { describeOverTwoServers } from '../../test/twoServers.js';

const keyOf = ({ body }: { body: unknown }): string => (body as { key: string }).key;
const direct = (by: Person, to: Person) => by.post('/rooms', { type: 'direct', memberIds: [to.userId] });
const block = (by: Person, of: Person) => by.put(`/me/blocked/${of.userId}`, {}).expect(204);
const unblock = (by: Person, of: Person) => by.delete(`/me/blocked/${of.userId}`).expect(204);
const me = async (person: Person): Promise<MeView> => (await person.get('/me').expect(200)).body as MeView;

it('the blocked neither open a direct message nor write, react, type or call in one; nor does who blocked', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  const { roomId } = (await direct(bob, alice).expect(201)).body as RoomView;
  const said = await say(bob, roomId, 'hello');
  const eves = await bob.connect();
  const ears = await alice.connect();
  await block(alice, bob);
  await block(alice, bob);
  await ears.wait('me:changed', (change) => change.me.blocked?.includes(bob.userId) === true);
  for (const answer of [
    bob.post(`/rooms/${roomId}/messages`, { text: 'you there?' }),
    bob.patch(`/messages/${said.messageId}`, { text: 'changed' }),
    bob.put(`/messages/${said.messageId}/reactions/👍`, {}),
    bob.post(`/rooms/${roomId}/polls`, { question: 'well', options: ['1', '2'] }),
    bob.post(`/rooms/${roomId}/call`, {}),
    bob.upload(roomId, Buffer.from('x'), { name: 'x.txt' }),
  ])
    expect([(await answer).status, keyOf(await answer)]).toEqual([403, 'blocks.undelivered']);
  const typed = await eves.ask('typing:start', { roomId });
  expect(typed.ok ? '' : typed.error).toMatchObject({ key: 'blocks.undelivered' });
  // They still read what was, and delete their own.
  await bob.get(`/rooms/${roomId}/messages`).expect(200);
  await direct(bob, alice).expect(200);
  await bob.delete(`/messages/${said.messageId}`).expect(204);
  // One's own block is no secret to oneself.
  expect(keyOf(await alice.post(`/rooms/${roomId}/messages`, { text: 'x' }).expect(403))).toBe(
    'blocks.yours',
  );
  expect(JSON.stringify(ears.received)).not.toContain('you there?');
  // The first word to somebody who has blocked one.
  await block(alice, eve);
  expect(keyOf(await direct(eve, alice).expect(403))).toBe('blocks.undelivered');
  expect(keyOf(await direct(alice, eve).expect(403))).toBe('blocks.yours');
  await unblock(alice, bob);
  await unblock(alice, bob);
  await ears.wait('me:changed', (change) => change.me.blocked?.includes(bob.userId) === false);
  await say(bob, roomId, 'again');
  await unblock(alice, eve);
  await direct(eve, alice).expect(201);
  expect((await me(alice)).blocked).toBeUndefined();
});

it('the blocked adds nobody who blocked them; others do, and who manages people', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  const carl = await server.register('carl');
  await block(bob, eve);
  const group = { type: 'group', memberIds: [bob.userId, carl.userId], name: '' };
  expect(keyOf(await eve.post('/rooms', group).expect(403))).toBe('blocks.undelivered');
  const dora = await server.register('dora');
  const { roomId } = (
    await eve.post('/rooms', { ...group, memberIds: [carl.userId, dora.userId] }).expect(201)
  ).body as RoomView;
  const into = (by: Person, at: string) => by.put(`/rooms/${at}/members/${bob.userId}`, {});
  expect(keyOf(await into(eve, roomId).expect(403))).toBe('blocks.undelivered');
  await into(carl, roomId).expect(200);
  // In a private room the same, but for those who manage people.
  const secret = { type: 'private', name: 'Secret', memberIds: [bob.userId] };
  expect(keyOf(await eve.post('/rooms', secret).expect(403))).toBe('blocks.undelivered');
  const place = await privateRoom(eve, [alice]);
  expect(keyOf(await into(eve, place.roomId).expect(403))).toBe('blocks.undelivered');
  await into(alice, place.roomId).expect(200);
  // A call of the group rings with others alone, and does not say why.
  const call = (await eve.post(`/rooms/${roomId}/call`, {}).expect(201)).body as CallView;
  const states = Object.fromEntries(call.invited.map(({ userId, state }) => [userId, state]));
  expect(states).toEqual({ [bob.userId]: 'busy', [carl.userId]: 'ringing', [dora.userId]: 'ringing' });
});

it('mentions by the blocked are in no inbox and no badge; invalid and repeated', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  const { roomId } = await privateRoom(alice, [bob, eve]);
  const inbox = async () =>
    ((await bob.get('/inbox').expect(200)).body as { messages: MessageView[] }).messages;
  const badge = async () =>
    ((await bob.get('/sync').expect(200)).body as SyncView).rooms.find((one) => one.room.roomId === roomId)
      ?.mentionSeqs;
  const called = await say(eve, roomId, 'hey @bob');
  expect([(await inbox()).length, await badge()]).toEqual([1, [called.seq]]);
  await block(bob, eve);
  await say(eve, roomId, 'hey @room');
  expect([(await inbox()).length, await badge()]).toEqual([0, []]);
  // What they write in a shared room is there to be unfolded.
  const own = (await bob.get('/sync').expect(200)).body as SyncView;
  expect(own.me.blocked).toEqual([eve.userId]);
  const other = await say(alice, roomId, 'and @bob');
  expect([(await inbox()).length, await badge()]).toEqual([1, [other.seq]]);
  expect(keyOf(await bob.put(`/me/blocked/${bob.userId}`, {}).expect(409))).toBe('blocks.self');
  await bob.put(`/me/blocked/${'0'.repeat(24)}`, {}).expect(404);
  await bob.put('/me/blocked/nobody', {}).expect(400);
  await bob.delete(`/me/blocked/${'0'.repeat(24)}`).expect(204);
  // Nobody else sees it.
  expect(JSON.stringify((await eve.get(`/users/${bob.userId}`).expect(200)).body)).not.toContain('blocked');
  // What moderators decide gets through, and an owner can be blocked as anybody.
  await block(bob, alice);
  await alice.post(`/messages/${called.messageId}/reports`, { reason: 'spam' }).expect(204);
});

it('a block goes with the erased person', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  await block(bob, eve);
  await block(eve, bob);
  const ears = await bob.connect();
  await alice.post(`/users/${eve.userId}/erase`, { username: 'eve', messages: 'keep' }).expect(200);
  await ears.wait('me:changed', (change) => change.me.blocked === undefined);
  expect((await me(bob)).blocked).toBeUndefined();
});

describeOverTwoServers('blocks', (open, itIf) => {
  itIf('hold on another node at once', async () => {
    await using servers = await open();
    const { first, second } = servers;
    const { alice, bob } = await first.cast();
    const { roomId } = (await direct(bob, alice).expect(201)).body as RoomView;
    const there = new Person(second, bob.granted, 'bob');
    await say(there, roomId, 'one');
    await block(alice, bob);
    const text = { text: 'two', clientId: randomUUID() };
    expect(keyOf(await there.post(`/rooms/${roomId}/messages`, text).expect(403))).toBe('blocks.undelivered');
    expect((await me(new Person(second, alice.granted, 'alice'))).blocked).toEqual([bob.userId]);
    await unblock(alice, bob);
    await say(there, roomId, 'three');
  });
});
