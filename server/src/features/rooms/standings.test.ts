import { expect, it } from 'vitest';
import { generalRoom, privateRoom, say } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

const trySay = async (person: Person, roomId: string): Promise<number> =>
  (await person.post(`/rooms/${roomId}/messages`, { text: 'may I?' })).status;

it('what is kept of how somebody stands in a room is forgotten with every change of it', async () => {
  await using server = await startServer();
  expect(server.app.server.writesAlone).toBe(true);
  const { alice, bob, eve } = await server.cast();
  const room = await privateRoom(alice, [bob]);
  const at = `/rooms/${room.roomId}`;
  // Twice each: the second time from the cache.
  for (let i = 0; i < 2; i++) {
    expect(await trySay(bob, room.roomId)).toBe(201);
    expect(await trySay(eve, room.roomId)).toBe(404);
  }
  await alice.put(`${at}/members/${eve.userId}`, {}).expect(200);
  for (let i = 0; i < 2; i++) expect(await trySay(eve, room.roomId)).toBe(201);
  await alice.delete(`${at}/members/${bob.userId}`).expect(204);
  expect(await trySay(bob, room.roomId)).toBe(404);
  await eve.post(`${at}/leave`, {}).expect(204);
  expect(await trySay(eve, room.roomId)).toBe(404);
  expect(await trySay(alice, room.roomId)).toBe(201);
  await alice.delete(at).expect(204);
  expect(await trySay(alice, room.roomId)).toBe(403);
});

it('somebody who is removed while they send is refused from the moment it is answered', async () => {
  await using server = await startServer();
  const { alice, bob } = await server.cast();
  for (let round = 0; round < 10; round++) {
    const room = await privateRoom(alice, [bob]);
    await say(bob, room.roomId, 'kept');
    const during = Promise.all(Array.from({ length: 5 }, () => trySay(bob, room.roomId)));
    await alice.delete(`/rooms/${room.roomId}/members/${bob.userId}`).expect(204);
    expect(await trySay(bob, room.roomId)).toBe(404);
    await during;
  }
});

it('with another server on the database nothing is kept', async () => {
  const database = `standings${Math.random().toString(36).slice(2)}`;
  await using one = await startServer({}, database);
  await using _two = await startServer({}, database);
  expect(one.app.server.writesAlone).toBe(false);
  const { alice } = await one.cast();
  expect(await trySay(alice, await generalRoom(alice))).toBe(201);
});
