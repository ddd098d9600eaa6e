import type { MessageView } from '@parley/shared/messages';
import type { SyncView } from '@parley/shared/sync';
import { describe, expect, it } from 'vitest';
import { nowhere, privateRoom, say } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

interface Page {
  messages: MessageView[];
  next: string | null;
}
const saved = async (person: Person, query = ''): Promise<Page> =>
  (await person.get(`/me/saved${query}`).expect(200)).body as Page;
const texts = ({ messages }: Page): string[] => messages.map(({ text }) => text);

describe('a saved message', () => {
  it('is one’s own, on all one’s devices, newest first, and only while one can read it', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    const said = [
      await say(alice, roomId, 'one'),
      await say(alice, roomId, 'two'),
      await say(alice, roomId, 'three'),
    ];
    const [own, others] = [await bob.connect(), await alice.connect()];
    for (const { messageId } of said) await bob.put(`/me/saved/${messageId}`).expect(204);
    await bob.put(`/me/saved/${String(said[0]?.messageId)}`).expect(204);
    expect((await own.wait('saved:changed')).messageId).toBe(said[0]?.messageId);
    expect(texts(await saved(bob))).toEqual(['three', 'two', 'one']);
    const first = await saved(bob, '?limit=2');
    expect(texts(first)).toEqual(['three', 'two']);
    expect(texts(await saved(bob, `?limit=2&before=${String(first.next)}`))).toEqual(['one']);
    const sync = (await bob.get('/sync')).body as SyncView;
    expect(sync.savedIds).toEqual(said.map(({ messageId }) => messageId).reverse());
    await bob.delete(`/me/saved/${String(said[1]?.messageId)}`).expect(204);
    await bob.delete(`/me/saved/${String(said[1]?.messageId)}`).expect(204);
    await alice.delete(`/messages/${String(said[2]?.messageId)}`).expect(204);
    expect(texts(await saved(bob))).toEqual(['one']);
    await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(204);
    expect(texts(await saved(bob))).toEqual([]);
    expect(texts(await saved(alice))).toEqual([]);
    expect(others.of('saved:changed')).toEqual([]);
  });

  it('must be one that can be seen', async () => {
    await using server = await startServer();
    const { alice, eve } = await server.cast();
    const { roomId } = await privateRoom(alice);
    const { messageId } = await say(alice, roomId, 'secret');
    await eve.put(`/me/saved/${messageId}`).expect(404);
    await eve.put(`/me/saved/${nowhere}`).expect(404);
    await eve.put('/me/saved/x').expect(400);
    await eve.get('/me/saved?limit=1000').expect(400);
    await server.api().get('/api/v1/me/saved').expect(401);
  });
});
