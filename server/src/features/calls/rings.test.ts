import type { RingEntry } from '@parley/shared/push';
import { expect, it } from 'vitest';
import { openForPushes as open, PushService, registerDevice as register } from '../../test/pushService.js';
import type { Person, TestServer } from '../../test/startServer.js';
import { changed, join, leave, openDirect } from './test/callers.js';

const verdicts = async (person: Person): Promise<string[]> => {
  const { entries } = (await person.get('/me/push/log').expect(200)).body as { entries: RingEntry[] };
  return entries.map(({ verdict }) => verdict);
};

/** Alice and bob, who has a device and no open page. */
async function cast(server: TestServer, service: PushService) {
  const { alice, bob } = await server.cast();
  await register(bob, service);
  return { alice, bob, roomId: await openDirect(alice, bob) };
}

it('a call rings on a device whose pages are closed, for as long as it rings, and leaves that it was missed', async () => {
  await using server = await open();
  await using service = await PushService.open();
  const { alice, bob, roomId } = await cast(server, service);
  const a = await join(alice, roomId);
  await service.wait(1);
  const { callId, ringsUntil } = a.call;
  expect(service.got[0]).toMatchObject({
    payload: { kind: 'call', roomId, callId, title: 'Alice', body: '📞 Call', until: ringsUntil },
    headers: { topic: callId, urgency: 'high', ttl: '45' },
  });
  await leave(a);
  await service.wait(2);
  expect(service.got[1]).toMatchObject({
    payload: { kind: 'callOver', roomId, callId, missed: { title: 'Alice', body: '📞 Missed call' } },
    headers: { topic: callId },
  });
  // The message of the call notifies nobody: it has rung by itself.
  await expect.poll(() => verdicts(bob)).toEqual(expect.arrayContaining(['rang', 'call']));
  expect(service.got).toHaveLength(2);
});

it('answered on another device, it is taken back', async () => {
  await using server = await open();
  await using service = await PushService.open();
  const { alice, bob, roomId } = await cast(server, service);
  const a = await join(alice, roomId);
  await service.wait(1);
  await join(bob, roomId);
  await changed(a.ears, ({ legs }) => legs.length === 2);
  await service.wait(2);
  expect(service.got[1]?.payload).toEqual({ kind: 'callOver', roomId, callId: a.call.callId });
});

it('is declined with the token of its push, which does nothing else', async () => {
  await using server = await open();
  await using service = await PushService.open();
  const { alice, bob, roomId } = await cast(server, service);
  const a = await join(alice, roomId);
  await service.wait(1);
  const { callId } = a.call;
  const token = (service.got[0]?.payload as { decline: string }).decline;
  const decline = (id: string, by: string) =>
    server.api().post(`/api/v1/calls/${id}/decline`).send({ token: by });
  await decline('0'.repeat(24), token).expect(401);
  await decline(callId, bob.granted.accessToken).expect(401);
  await decline(callId, '').expect(400);
  await server.api().get('/api/v1/me').set('authorization', `Bearer ${token}`).expect(401);
  const declined = changed(a.ears, ({ invited }) => invited[0]?.state === 'declined');
  await decline(callId, token).expect(204);
  await declined;
  await service.wait(2);
  expect(service.got[1]?.payload).toMatchObject({ kind: 'callOver', callId });
  // It has ended, as nobody else was called.
  await decline(callId, token).expect(404);
});

it('is not declined by a device whose person has signed out', async () => {
  await using server = await open();
  await using service = await PushService.open();
  const { alice, bob, roomId } = await cast(server, service);
  const a = await join(alice, roomId);
  await service.wait(1);
  const token = (service.got[0]?.payload as { decline: string }).decline;
  await bob.post('/auth/logout').expect(204);
  await server.api().post(`/api/v1/calls/${a.call.callId}/decline`).send({ token }).expect(401);
});

it('does not ring for somebody who is not to be disturbed, and the log says why', async () => {
  await using server = await open();
  await using service = await PushService.open();
  const { alice, bob, roomId } = await cast(server, service);
  await bob.patch('/me', { presenceMode: 'dnd' }).expect(200);
  await join(alice, roomId);
  await expect.poll(() => verdicts(bob)).toContain('do not disturb');
  expect(service.got).toEqual([]);
});
