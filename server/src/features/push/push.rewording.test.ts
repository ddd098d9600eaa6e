import { describe, expect, it } from 'vitest';
import { generalRoom, say } from '../../test/build.js';
import { openForPushes as open, PushService, registerDevice as register } from '../../test/pushService.js';

describe('what was pushed', () => {
  it('is changed when the message is, and taken back when it is deleted, and rings for neither [F-5]', async () => {
    await using server = await open();
    await using service = await PushService.open();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    await register(bob, service);
    const one = await say(alice, roomId, '@bob at nine');
    const two = await say(alice, roomId, '@bob bring cake');
    await service.wait(2);
    await alice.patch(`/messages/${one.messageId}`, { text: '@bob at **ten**' }).expect(200);
    await service.wait(3);
    expect(service.got[2]).toMatchObject({
      headers: { topic: one.messageId, urgency: 'low' },
      payload: { kind: 'edited', roomId, seq: one.seq, title: 'Alice · General', body: '@bob at ten' },
    });
    // A reaction and a pin do not change the text; the next push is that of the deletion.
    await alice.put(`/messages/${two.messageId}/reactions/${encodeURIComponent('👍')}`).expect(200);
    await alice.delete(`/messages/${two.messageId}`).expect(204);
    await service.wait(4);
    expect(service.got[3]).toMatchObject({
      headers: { topic: two.messageId, urgency: 'normal' },
      payload: { kind: 'deleted', roomId, seq: two.seq },
    });
    // Nothing else of the room waits: it replaces that, should the device be asleep.
    await alice.delete(`/messages/${one.messageId}`).expect(204);
    await alice.delete(`/messages/${one.messageId}`).expect(204);
    await service.wait(5);
    expect(service.got[4]).toMatchObject({
      headers: { topic: roomId },
      payload: { kind: 'deleted', roomId, seq: one.seq },
    });
    // A message that was read shows no notification, and one that never notified neither.
    const three = await say(alice, roomId, '@bob and plates');
    await service.wait(6);
    await bob.put(`/rooms/${roomId}/read`, { seq: three.seq }).expect(200);
    await service.wait(7);
    await alice.patch(`/messages/${three.messageId}`, { text: '@bob and forks' }).expect(200);
    const quiet = await say(alice, roomId, 'nothing for anybody');
    await alice.patch(`/messages/${quiet.messageId}`, { text: 'now for @bob' }).expect(200);
    await alice.delete(`/messages/${quiet.messageId}`).expect(204);
    await say(alice, roomId, '@bob the end');
    await service.wait(8);
    expect(service.got.slice(5).map(({ payload }) => payload.kind)).toEqual(['message', 'read', 'message']);
  });

  it('is not changed for who may not read the room any more, nor on a device that was signed out', async () => {
    await using server = await open();
    await using service = await PushService.open();
    const { alice, bob, eve } = await server.cast();
    const memberIds = [bob.userId, eve.userId];
    const room = (await alice.post('/rooms', { type: 'private', name: 'plans', memberIds })).body as {
      roomId: string;
    };
    await register(bob, service, 'bob');
    await register(eve, service, 'eve');
    const said = await say(alice, room.roomId, '@bob @eve first');
    await service.wait(2);
    await alice.delete(`/rooms/${room.roomId}/members/${eve.userId}`).expect(204);
    await alice.patch(`/messages/${said.messageId}`, { text: '@bob @eve secret' }).expect(200);
    await service.wait(3);
    await bob.post('/auth/logout').expect(204);
    await alice.patch(`/messages/${said.messageId}`, { text: '@bob @eve more secret' }).expect(200);
    // The push of a deletion has no text.
    await alice.delete(`/messages/${said.messageId}`).expect(204);
    await service.wait(4);
    expect(service.got.map(({ payload }) => ('body' in payload ? payload.body : payload.kind))).toEqual([
      '@bob @eve first',
      '@bob @eve first',
      '@bob @eve secret',
      'deleted',
    ]);
  });

  it('of a message that is deleted while it still waits to ring is never sent', async () => {
    await using server = await open();
    await using service = await PushService.open();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    await register(bob, service);
    const answer = service.hold();
    await say(alice, roomId, '@bob first');
    await service.wait(1);
    // The first is being sent while the others wait.
    const second = await say(alice, roomId, '@bob by mistake');
    const third = await say(alice, roomId, '@bob by chance');
    await alice.delete(`/messages/${second.messageId}`).expect(204);
    await alice.patch(`/messages/${third.messageId}`, { text: '@bob on purpose' }).expect(200);
    answer();
    await service.wait(2);
    expect(service.got.map(({ payload }) => ('body' in payload ? payload.body : payload.kind))).toEqual([
      '@bob first',
      '@bob on purpose',
    ]);
  });
});
