import type { SyncView } from '@parley/shared/sync';
import { describe, expect, it } from 'vitest';
import { generalRoom, privateRoom } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

describe('a draft', () => {
  it('follows one to all one’s devices, the last one written, until it is let go', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const [phone, others] = [await alice.connect(), await bob.connect()];
    await Promise.all(
      ['half', 'half a', 'half a thou'].map((text) =>
        alice.put(`/rooms/${roomId}/draft`, { text }).expect(200),
      ),
    );
    await alice.put(`/rooms/${roomId}/draft`, { text: 'half a thought 🧠' }).expect(200);
    await phone.wait(
      'draft:changed',
      ({ draft }) => draft.text === 'half a thought 🧠' && draft.roomId === roomId,
    );
    expect(((await alice.get('/sync')).body as SyncView).drafts).toMatchObject([
      { roomId, text: 'half a thought 🧠' },
    ]);
    await alice.put(`/rooms/${roomId}/draft`, { text: '' }).expect(200);
    await alice.put(`/rooms/${roomId}/draft`, { text: '' }).expect(200);
    await phone.wait('draft:changed', ({ draft }) => draft.text === '');
    expect((await alice.get('/me/drafts').expect(200)).body).toEqual({ drafts: [] });
    expect((await bob.get('/me/drafts').expect(200)).body).toEqual({ drafts: [] });
    expect(others.of('draft:changed')).toEqual([]);
  });

  it('is kept for rooms one can see, and is a text of a message’s length', async () => {
    await using server = await startServer();
    const { alice, eve } = await server.cast();
    const { roomId } = await privateRoom(alice);
    await eve.put(`/rooms/${roomId}/draft`, { text: 'x' }).expect(404);
    for (const wrong of [
      {},
      { text: 7 },
      { text: 'x'.repeat(8001) },
      { text: { $gt: '' } },
      { text: 'x', userId: alice.userId },
    ])
      await alice.put(`/rooms/${roomId}/draft`, wrong).expect(400);
  });
});
