import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { memoryStorage, openStorage } from './storage';

let people = 0;

describe.each([
  ['IndexedDB', (): ReturnType<typeof openStorage> => openStorage(`person ${people++}`)],
  ['memory', () => Promise.resolve(memoryStorage())],
])('the storage of one person in %s', (_where, open) => {
  it('gives back what was stored, and not what was removed', async () => {
    const storage = await open();
    await storage.outbox.put({ clientId: 'a' });
    await storage.outbox.put({ clientId: 'b' });
    await storage.outbox.remove('a');
    await storage.outbox.remove('nothing');
    expect((await storage.outbox.all()).map(({ clientId }) => clientId)).toEqual(['b']);
    await storage.timelines.put('room', { pages: [1] });
    expect(await storage.timelines.get('room')).toEqual({ pages: [1] });
    expect(await storage.timelines.get('another')).toBeUndefined();
    storage.close();
  });

  it('changes a value by what it is, also twice at once', async () => {
    const storage = await open();
    await storage.values.put('count', 1);
    const more = (value: unknown): number => (value as number) + 1;
    await Promise.all([storage.values.change('count', more), storage.values.change('count', more)]);
    expect(await storage.values.get('count')).toBe(3);
    storage.close();
  });

  it('forgets pages and values, and what waits to be sent only when that is wanted', async () => {
    const storage = await open();
    await storage.outbox.put({ clientId: 'a' });
    await storage.timelines.put('room', {});
    await storage.values.put('key', 'value');
    await storage.forgetPages();
    expect(await storage.timelines.get('room')).toBeUndefined();
    expect(await storage.values.get('key')).toBeUndefined();
    expect(await storage.outbox.all()).toHaveLength(1);
    await storage.forgetPages(true);
    expect(await storage.outbox.all()).toEqual([]);
    storage.close();
  });
});

it('of one person is not another’s', async () => {
  const [one, other] = [await openStorage('one'), await openStorage('other')];
  await one.outbox.put({ clientId: 'a' });
  expect(await other.outbox.all()).toEqual([]);
  one.close();
  other.close();
});
