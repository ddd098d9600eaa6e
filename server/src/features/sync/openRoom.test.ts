import { expect, it } from 'vitest';
import { privateRoom, say } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

it('a person who is removed between the check and the subscription gets nothing of the room', async () => {
  await using server = await startServer();
  const { alice, bob } = await server.cast();
  const { roomId } = await privateRoom(alice);
  await alice.put(`/rooms/${roomId}/members/${bob.userId}`).expect(200);
  const ears = await bob.connect();
  const socket = server.app.io.sockets.sockets.get(ears.socket.id ?? '');
  if (!socket) throw new Error('the socket is not there');
  // As after a removal whose evictions have passed before this subscription.
  await socket.leave(`room:${roomId}`);
  const subscribe = socket.join.bind(socket);
  socket.join = async (channels) => {
    socket.join = subscribe;
    await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(204);
    await subscribe(channels);
  };
  const answer = await ears.ask('room:open', { roomId, sinceRev: null });
  expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } });
  const { messageId } = await say(alice, roomId, 'among ourselves');
  const own = await say(bob, (await privateRoom(bob)).roomId, 'afterwards');
  await ears.wait('message:changed', ({ messages }) =>
    messages.some((one) => one.messageId === own.messageId),
  );
  const received = ears.of('message:changed').flatMap(({ messages }) => messages);
  expect(received.some((message) => message.messageId === messageId)).toBe(false);
});

it('an outsider is refused before reads are throttled: how long that takes would tell them how much there is', async () => {
  await using server = await startServer({ RATE_LIMITS: 'true', READS_PER_SECOND: '1' });
  const { alice, eve } = await server.cast();
  const { roomId } = await privateRoom(alice);
  await say(alice, roomId, 'among ourselves');
  const ears = await eve.connect();
  const asked = Array.from({ length: 100 }, () => ears.ask('room:open', { roomId, sinceRev: null }));
  const codes = (await Promise.all(asked)).map((answer) => (answer.ok ? 'ok' : answer.error.code));
  expect(new Set(codes)).toEqual(new Set(['not_found']));
});
