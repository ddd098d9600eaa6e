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

it('does not ring for somebody who is not to be disturbed, and the log says why', async () => {
  await using server = await open();
  await using service = await PushService.open();
  const { alice, bob, roomId } = await cast(server, service);
  await bob.patch('/me', { presenceMode: 'dnd' }).expect(200);
  await join(alice, roomId);
  await expect.poll(() => verdicts(bob)).toContain('do not disturb');
  expect(service.got).toEqual([]);
});
