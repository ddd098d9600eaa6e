import type { MessageView } from '@parley/shared/messages';
import { describe, expect, it } from 'vitest';
import { nowhere, privateRoom, say } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

const pins = async (person: Person, roomId: string): Promise<string[]> =>
  ((await person.get(`/rooms/${roomId}/pins`).expect(200)).body as { messages: MessageView[] }).messages.map(
    ({ text }) => text,
  );

describe('a pin', () => {
  it('is set and taken down for everybody in the room, once, and goes with its message [C-12]', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const [one, two] = [await say(alice, roomId, 'one'), await say(bob, roomId, 'two')];
    const ears = await bob.connect();
    await ears.command('room:open', { roomId, sinceRev: null });
    const pinned = (await alice.put(`/messages/${one.messageId}/pin`).expect(200)).body as MessageView;
    expect(pinned.pinned).toMatchObject({ userId: alice.userId });
    expect(
      (await ears.wait('message:changed', ({ messages }) => messages[0]?.pinned != null)).messages[0]?.rev,
    ).toBe(pinned.rev);
    expect(((await bob.put(`/messages/${one.messageId}/pin`).expect(200)).body as MessageView).rev).toBe(
      pinned.rev,
    );
    await bob.put(`/messages/${two.messageId}/pin`).expect(200);
    expect(await pins(bob, roomId)).toEqual(['two', 'one']);
    await bob.delete(`/messages/${one.messageId}/pin`).expect(200);
    await bob.delete(`/messages/${one.messageId}/pin`).expect(200);
    await bob.delete(`/messages/${two.messageId}`).expect(204);
    expect(await pins(alice, roomId)).toEqual([]);
    await alice.put(`/messages/${two.messageId}/pin`).expect(404);
  });

  it('is nothing to an outsider, and a room has at most a hundred', async () => {
    await using server = await startServer({ RATE_LIMITS: 'false' });
    const { alice, eve } = await server.cast();
    const { roomId } = await privateRoom(alice);
    const { messageId } = await say(alice, roomId, 'secret');
    const ears = await eve.connect();
    await eve.put(`/messages/${messageId}/pin`).expect(404);
    await eve.delete(`/messages/${messageId}/pin`).expect(404);
    await eve.get(`/rooms/${roomId}/pins`).expect(404);
    await alice.put(`/messages/${nowhere}/pin`).expect(404);
    await alice.put('/messages/x/pin').expect(400);
    for (let i = 0; i < 100; i++) {
      const message = await say(alice, roomId, `pin ${i}`);
      await alice.put(`/messages/${message.messageId}/pin`).expect(200);
    }
    await alice.put(`/messages/${messageId}/pin`).expect(409);
    expect(ears.of('message:changed')).toEqual([]);
  });
});
