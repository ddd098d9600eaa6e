import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import { limits } from '@parley/shared/limits';
import { Types } from 'mongoose';
import { expect } from 'vitest';
import { generalRoom, privateRoom, say } from '../test/build.js';
import { Person } from '../test/startServer.js';
import { countDone, describeOverTwoServers, many } from '../test/twoServers.js';

const idOf = ({ userId }: { userId: string }): Types.ObjectId => new Types.ObjectId(userId);

describeOverTwoServers('bounds of rooms under parallel requests', (open, it) => {
  it('rooms and groups, and those one has put another into', async () => {
    await using servers = await open();
    const { alice, bob, eve } = await servers.first.cast();
    const room = (i: number) =>
      servers.at(bob, i).post('/rooms', { type: 'private', name: `room ${i}`, memberIds: [] });
    const rooms = (await Promise.all(many(10, room))).map(({ body }) => (body as RoomView).roomId);
    await servers.fill(
      {
        name: 'members',
        owner: { addedBy: idOf(bob), userId: idOf(eve) },
        left: 5,
        most: limits.additionsPerTarget,
      },
      () => ({
        roomId: new Types.ObjectId(),
        version: 1,
        role: 'member',
        present: true,
        joinedAt: new Date(),
      }),
    );
    const add = (i: number) => servers.at(bob, i).put(`/rooms/${rooms[i]}/members/${eve.userId}`);
    expect(await countDone(many(10, add))).toBe(5);
    // After leaving one they can be added to another; a room or group that could not have all its people is not created.
    const known = (await eve.get('/rooms')).body as { rooms: { room: RoomView }[] };
    const inside = known.rooms.flatMap(({ room }) => (room.type === 'private' ? [room.roomId] : []));
    await bob.post('/rooms', { type: 'private', name: 'with eve', memberIds: [eve.userId] }).expect(409);
    await bob.post('/rooms', { type: 'group', name: '', memberIds: [eve.userId, alice.userId] }).expect(409);
    await eve.post(`/rooms/${inside[0]}/leave`).expect(204);
    expect(await countDone(many(10, add))).toBe(5);
    // The limit holds for others separately, and not for those who manage the workspace; direct messages are always possible.
    await bob.post('/rooms', { type: 'direct', memberIds: [eve.userId] }).expect(201);
    await privateRoom(alice, [eve]);

    await servers.fill(
      { name: 'rooms', owner: { createdBy: idOf(alice) }, left: 15, most: limits.roomsPerPerson },
      (slot) => ({
        version: 1,
        type: 'private',
        name: 'x',
        nameKey: 'x',
        archived: slot % 2 === 0,
        createdAt: new Date(),
      }),
    );
    const publish = (i: number) =>
      servers.at(alice, i).post('/rooms', { type: 'public', name: `public ${i}` });
    expect(await countDone(many(30, publish))).toBe(15);
    await alice.post('/rooms', { type: 'group', name: '', memberIds: [eve.userId, bob.userId] }).expect(409);
    await alice.post('/rooms', { type: 'direct', memberIds: [bob.userId] }).expect(201);
  });

  it('pins of a room and reactions to a message', async () => {
    await using servers = await open();
    const { alice, bob } = await servers.first.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const said: MessageView[] = [];
    for (let i = 0; i < limits.pinsPerRoom + 28; i++) said.push(await say(alice, roomId, `message ${i}`));
    const pin = (i: number) => servers.at(i % 3 ? alice : bob, i).put(`/messages/${said[i]?.messageId}/pin`);
    expect(await countDone(said.map((_, i) => pin(i)))).toBe(limits.pinsPerRoom);
    const { messages } = (await alice.get(`/rooms/${roomId}/pins`)).body as { messages: MessageView[] };
    expect(messages).toHaveLength(limits.pinsPerRoom);
    // The same again, unpinning one while others want its slot, and deleting one.
    await alice.put(`/messages/${messages[0]?.messageId}/pin`).expect(200);
    await alice.delete(`/messages/${messages[0]?.messageId}/pin`).expect(200);
    await alice.delete(`/messages/${messages[1]?.messageId}`).expect(204);
    const rest = said.map((_, i) => i).filter((i) => !messages.some(({ seq }) => seq === said[i]?.seq));
    expect(await countDone(rest.map(pin))).toBe(2);

    const flags = many(limits.reactionsPerMessage + 14, (i) => String.fromCodePoint(0x1f400 + (i % 64)));
    const react = (emoji: string, i: number) =>
      servers
        .at(i % 3 ? alice : bob, i)
        .put(`/messages/${said[3]?.messageId}/reactions/${encodeURIComponent(emoji)}`);
    const reacted = await countDone(flags.map(react));
    const { reactions } = (await alice.get(`/messages/${said[3]?.messageId}`)).body as MessageView;
    expect([reacted, reactions.length]).toEqual([limits.reactionsPerMessage, limits.reactionsPerMessage]);
  });

  it('people of a group, and bytes of one’s files', async () => {
    await using servers = await open({ FILES_PER_PERSON_MB: '2' });
    const { alice, bob, eve } = await servers.first.cast();
    const others: Person[] = [];
    for (let i = 0; i < 8; i++) others.push(await servers.first.register(`person${i}`));
    const group = (
      await alice.post('/rooms', { type: 'group', name: '', memberIds: [bob.userId, eve.userId] }).expect(201)
    ).body as RoomView;
    const rooms = servers.first.app.server.connection.collection<{ memberIds: Types.ObjectId[] }>('rooms');
    await rooms.updateOne(
      { _id: new Types.ObjectId(group.roomId) },
      { $push: { memberIds: { $each: many(limits.groupPeople - 3 - 5, () => new Types.ObjectId()) } } },
    );
    const add = (i: number) =>
      servers.at(alice, i).put(`/rooms/${group.roomId}/members/${others[i]?.userId}`);
    expect(await countDone(others.map((_, i) => add(i)))).toBe(5);
    const stored = await rooms.findOne({ _id: new Types.ObjectId(group.roomId) });
    const inside = new Set(stored?.memberIds.map(String));
    expect(inside.size).toBe(limits.groupPeople);
    // Nobody who was added is missing because another was added at the same moment.
    const { members } = (await alice.get(`/rooms/${group.roomId}/members`)).body as {
      members: { userId: string }[];
    };
    expect(members.filter(({ userId }) => !inside.has(userId))).toEqual([]);

    const general = await generalRoom(bob);
    const half = Buffer.alloc(512 * 1024, 'x');
    const upload = (i: number) => servers.at(bob, i).upload(general, half, { name: `${i}.txt` });
    expect(await countDone(many(10, upload))).toBe(4);
    const files = servers.first.app.server.connection.collection('files');
    expect(await files.countDocuments({ ownerId: idOf(bob) })).toBe(4);
    await upload(0).expect(413);
    // The entry that a killed server left undecided does not block others.
    const [file] = await files.find({ ownerId: idOf(bob) }).toArray();
    await bob.delete(`/files/${String(file?._id)}`).expect(204);
    const { _id, ...rest } = file ?? { _id: undefined };
    const old = new Date(Date.now() - 60_000);
    await files.insertOne({
      ...rest,
      clientId: 'killed',
      state: 'storing',
      deciding: true,
      createdAt: old,
    });
    await upload(1).expect(201);
    expect(await files.countDocuments({ ownerId: idOf(bob) })).toBe(4);
  });
});
