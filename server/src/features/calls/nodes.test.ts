import { describe, expect, inject, it } from 'vitest';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { changed, join, leave, openDirect, recorded, refused, signalOf } from './test/callers.js';

const redisUrl = inject('redisUrl');
const at = (server: TestServer, { granted, username }: Person): Person =>
  new Person(server, granted, username);

/** Two nodes of one workspace, with alice's and bob's direct message. */
async function nodes() {
  const environment = {
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    CALL_SILENCE_SECONDS: '300',
  };
  const database = `calls${Date.now()}`;
  const one = await startServer(environment, database);
  const two = await startServer(environment, database);
  const { alice, bob } = await one.cast();
  return {
    one,
    two,
    alice,
    bob: at(two, bob),
    roomId: await openDirect(alice, bob),
    async [Symbol.asyncDispose]() {
      await two[Symbol.asyncDispose]();
      await one[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(redisUrl === undefined)('a call over two nodes', () => {
  it('rings, signals both ways, and ends on both', async () => {
    await using staged = await nodes();
    const { alice, bob, roomId } = staged;
    const bobs = await bob.connect();
    const a = await join(alice, roomId);
    await changed(bobs, ({ invited }) => invited[0]?.state === 'ringing');
    const b = await join(bob, roomId);
    expect(b.call.callId).toBe(a.call.callId);
    await changed(a.ears, ({ legs }) => legs.length === 2);
    await a.ears.command('call:signal', signalOf(a, b));
    await b.ears.command('call:signal', signalOf(b, a));
    await Promise.all([a.ears.wait('call:signal'), b.ears.wait('call:signal')]);
    await leave(b);
    await changed(a.ears, ({ live }) => !live);
    await recorded(a.ears, ({ state }) => state === 'ended');
    // The other node receives the end first, and that the leg is closed a moment later.
    await expect.poll(() => refused(a.ears.ask('call:signal', signalOf(a, b)))).toBe('calls.over');
  });

  it('started on both at once is one call', async () => {
    await using staged = await nodes();
    const { alice, bob, roomId } = staged;
    for (let i = 0; i < 20; i++) {
      const [a, b] = await Promise.all([join(alice, roomId), join(bob, roomId)]);
      expect(a.call.callId).toBe(b.call.callId);
      await changed(a.ears, ({ callId, legs }) => callId === a.call.callId && legs.length === 2);
      await leave(b);
      a.ears.close();
      b.ears.close();
    }
  });

  it('survives the end of the node it was started on: its leg comes back on the other, and is the same', async () => {
    await using staged = await nodes();
    const { one, two, alice, bob, roomId } = staged;
    const [a, b] = [await join(alice, roomId), await join(bob, roomId)];
    await changed(b.ears, ({ legs }) => legs.length === 2);
    await one.app.close(0);
    await changed(b.ears, ({ legs }) => legs.some(({ legId, away }) => legId === a.legId && away));
    const { callId } = a.call;
    const again = await join(at(two, alice), roomId, { legId: a.legId, callId });
    expect(again.epoch).toBe(1);
    expect(again.call.callId).toBe(callId);
    await b.ears.command('call:signal', signalOf(b, again));
    await again.ears.wait('call:signal');
    await leave(again);
    await changed(b.ears, ({ live }) => !live);
    await recorded(b.ears, ({ state, people }) => state === 'ended' && people === 2);
  });
});
