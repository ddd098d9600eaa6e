import type { CreatedAccessToken } from '@parley/shared/accessTokens';
import { limits } from '@parley/shared/limits';
import type { MessageView } from '@parley/shared/messages';
import type { RoomState, SyncView } from '@parley/shared/sync';
import { unreadIn } from '@parley/shared/unread';
import { describe, expect, it } from 'vitest';
import { generalRoom, privateRoom, say } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';

async function stateOf(person: Person, roomId: string): Promise<RoomState> {
  const { rooms } = (await person.get('/sync').expect(200)).body as SyncView;
  return rooms.find(({ room }) => room.roomId === roomId) ?? expect.fail('not in the room');
}

const unread = async (person: Person, roomId: string): Promise<number> => {
  const state = await stateOf(person, roomId);
  return unreadIn(state);
};

const read = (person: Person, roomId: string, seq: number) =>
  person.put(`/rooms/${roomId}/read`, { seq }).expect(200);

/** Sends messages in a person's name by a token, as a script does. */
async function scriptOf(server: TestServer, person: Person) {
  const made = (await person.post('/me/tokens', { name: 'script', scope: 'write' }).expect(201))
    .body as CreatedAccessToken;
  return async (roomId: string, text: string): Promise<MessageView> =>
    (
      await server
        .api()
        .post(`/api/v1/rooms/${roomId}/messages`)
        .set('authorization', `Bearer ${made.token}`)
        .send({ text })
        .expect(201)
    ).body as MessageView;
}

describe('unread', () => {
  it('is not what was deleted, whether before or after one came back', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const said = [];
    for (const text of ['one', '@bob two', 'three', '@room four']) said.push(await say(alice, roomId, text));
    expect(await unread(bob, roomId)).toBe(4);
    for (const i of [1, 3, 1]) await alice.delete(`/messages/${said[i]?.messageId ?? ''}`).expect(204);
    expect(await unread(bob, roomId)).toBe(2);
    expect(await stateOf(bob, roomId)).toMatchObject({
      mentionSeqs: [],
      uncounted: { deleted: [2, 4], own: [] },
    });
    await alice.delete(`/messages/${said[0]?.messageId ?? ''}`).expect(204);
    await alice.delete(`/messages/${said[2]?.messageId ?? ''}`).expect(204);
    expect(await unread(bob, roomId)).toBe(0);
    // Places before the read mark are left out.
    await read(bob, roomId, 3);
    expect((await stateOf(bob, roomId)).uncounted).toEqual({ deleted: [4], own: [] });
  });

  it('is not what one said oneself elsewhere, and keeps what others said before it', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    await say(bob, roomId, 'on another device');
    expect(await unread(bob, roomId)).toBe(0);
    expect(await unread(alice, roomId)).toBe(1);
    await say(alice, roomId, 'unread by bob');
    await say(bob, roomId, 'without having looked');
    expect(await unread(bob, roomId)).toBe(1);
    expect((await stateOf(bob, roomId)).member.readSeq).toBe(0);
  });

  it('is not what one says by a token, which reads along as long as nothing unread lies before it', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const ears = await bob.connect();
    const script = await scriptOf(server, bob);
    const gone = await say(alice, roomId, 'a mistake');
    await alice.delete(`/messages/${gone.messageId}`).expect(204);
    const first = await script(roomId, 'deployed');
    await ears.wait('read:changed', ({ read: mark }) => mark.seq === first.seq);
    await say(alice, roomId, 'well done');
    await script(roomId, 'deployed again');
    const state = await stateOf(bob, roomId);
    expect(state).toMatchObject({ member: { readSeq: first.seq }, uncounted: { own: [4] } });
    expect(await unread(bob, roomId)).toBe(1);
    await read(bob, roomId, 3);
    const last = await script(roomId, 'and again');
    await ears.wait('read:changed', ({ read: mark }) => mark.seq === last.seq);
    expect(await unread(bob, roomId)).toBe(0);
  });

  it('does not grow while a script says more than a client is told of', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const ears = await bob.connect();
    const script = await scriptOf(server, bob);
    let last = 0;
    for (let i = 0; i <= limits.uncountedKnown; i++) last = (await script(roomId, `run ${i}`)).seq;
    await ears.wait('read:changed', ({ read: mark }) => mark.seq === last);
    expect(await unread(bob, roomId)).toBe(0);
    await say(alice, roomId, 'a word');
    expect(await unread(bob, roomId)).toBe(1);
    expect((await stateOf(bob, roomId)).uncounted.own).toEqual([]);
    // Two hundred requests in sequence: a busy machine takes its time.
  }, 180_000);

  it('does not move what somebody has marked as unread, and tells which places behind that mark do not count', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const ears = await bob.connect();
    const said = [];
    for (const text of ['one', 'two', 'three']) said.push(await say(alice, roomId, text));
    await say(bob, roomId, 'four');
    await read(bob, roomId, 4);
    await alice.delete(`/messages/${said[2]?.messageId ?? ''}`).expect(204);
    await bob.put(`/rooms/${roomId}/members/${bob.userId}`, { unreadFrom: 2 }).expect(200);
    const published = await ears.wait('membership:changed', ({ member }) => member.unreadFrom === 2);
    // One's own messages count after one has marked the room as unread.
    expect(published.uncounted).toEqual({ deleted: [3], own: [] });
    expect(await unread(bob, roomId)).toBe(2);
    await (
      await scriptOf(server, bob)
    )(roomId, 'five');
    expect(await stateOf(bob, roomId)).toMatchObject({
      member: { readSeq: 4, unreadFrom: 2 },
      uncounted: { own: [5] },
    });
    expect(await unread(bob, roomId)).toBe(2);
  });

  it('of the newest places only is told which do not count', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const roomId = await generalRoom(alice);
    for (let i = 0; i < limits.uncountedKnown + 20; i++) await say(i % 2 === 0 ? alice : bob, roomId, `${i}`);
    const { headSeq, uncounted } = await stateOf(bob, roomId);
    expect(uncounted.own).toHaveLength(limits.uncountedKnown / 2);
    expect(uncounted.own[0]).toBeGreaterThan(headSeq - limits.uncountedKnown);
    expect((await stateOf(eve, roomId)).uncounted).toEqual({ deleted: [], own: [] });
  });
});
