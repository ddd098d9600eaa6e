import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import type { SignedIn } from '@parley/shared/sessions';
import { expect, it } from 'vitest';
import { PushService } from '../../test/pushService.js';
import { ServerProcess } from '../../test/serverProcess.js';

const environment = { ALLOW_PRIVATE_ADDRESSES: 'true', RATE_LIMITS: 'false' };
const bearer = ({ accessToken }: SignedIn): [string, string] => ['authorization', `Bearer ${accessToken}`];

async function say(server: ServerProcess, by: SignedIn, roomId: string, text: string): Promise<MessageView> {
  const response = await server
    .api()
    .post(`/rooms/${roomId}/messages`)
    .set(...bearer(by))
    .send({ clientId: randomUUID(), text })
    .expect(201);
  return response.body as MessageView;
}

it('a message stored just before the server was killed rings after the next start [F-1 F-2]', async () => {
  await using service = await PushService.open();
  await using server = await ServerProcess.start(environment);
  const [alice, bob] = [await server.register('alice'), await server.register('bob')];
  const rooms = await server
    .api()
    .get('/rooms')
    .set(...bearer(alice))
    .expect(200);
  const roomId = (rooms.body as { rooms: { room: RoomView }[] }).rooms[0]?.room.roomId ?? '';
  await server
    .api()
    .put('/me/push')
    .set(...bearer(bob))
    .send(service.subscription())
    .expect(204);
  // The service does not respond: messages sent meanwhile wait for the next turn, and the process is killed in between.
  service.hold();
  await say(server, alice, roomId, '@bob first');
  await service.wait(1);
  const second = await say(server, alice, roomId, '@bob second');
  const exited = once(server.child, 'exit');
  server.child.kill('SIGKILL');
  await exited;
  await using again = await ServerProcess.start(environment, server.folder);
  const rung = (): number[] =>
    service.got.flatMap(({ payload }) => (payload.kind === 'message' ? [payload.seq] : []));
  while (!rung().includes(second.seq)) await service.wait(service.got.length + 1);
  expect(again.url).not.toBe('');
  expect(rung().filter((seq) => seq === second.seq)).toHaveLength(1);
});
