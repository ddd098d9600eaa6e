import { expect, it } from 'vitest';
import { Api, NetworkError } from '../../client/src/platform/api';
import type { AnyInput } from '../../client/src/platform/rest';
import { SignOuts } from '../../client/src/platform/signOuts';
import { memoryStorage, type Storage } from '../../client/src/platform/storage';
import type { StoredItem } from '../../client/src/sync/outbox';
import { openPage, startAlone } from '../world/alone';
import { until } from '../world/until';

/** A storage that is slow to delete, and does nothing after it is closed, like IndexedDB. */
function slowStorage(): { storage: Storage<StoredItem>; forget: () => void; hasForgotten: () => boolean } {
  let [closed, forgotten] = [false, false];
  let forget = (): void => undefined;
  const published = new Promise<void>((resolve) => (forget = resolve));
  const storage: Storage<StoredItem> = {
    ...memoryStorage(),
    forgetPages: async () => {
      if (closed) throw new Error('The database is closed.');
      await published;
      forgotten = true;
    },
    close: () => (closed = true),
  };
  return { storage, forget, hasForgotten: () => forgotten };
}

it('who signs out leaves once, when all that the browser keeps is forgotten, and is told nothing', async () => {
  await using server = await startAlone();
  const { url } = server;
  const { storage, forget, hasForgotten } = slowStorage();
  const left: { notice: string | undefined; hasForgotten: boolean }[] = [];
  const { core, store } = await openPage({
    url,
    api: new Api(url),
    storage,
    reload: (notice) => left.push({ notice, hasForgotten: hasForgotten() }),
  });
  await until(() => store.getState().session.connection === 'online', 'Jo is there');

  await core.signOut();
  expect(left).toEqual([]);
  forget();
  await until(() => left.length > 0, 'the page is loaded anew');
  expect(left).toEqual([{ notice: undefined, hasForgotten: true }]);
});

it('who signs out without a network is signed out on the server before anybody is let in again', async () => {
  await using server = await startAlone();
  const { url } = server;
  const requested: string[] = [];
  let isCut = false;
  class Wire extends Api {
    override async send(route: string, input?: AnyInput, token?: string): Promise<unknown> {
      requested.push(route);
      if (isCut) throw new NetworkError('cut');
      return await super.send(route, input, token);
    }
  }
  const api = new Wire(url);
  const left: (string | undefined)[] = [];
  const { core, store } = await openPage({
    url,
    api,
    storage: memoryStorage(),
    reload: (notice) => left.push(notice),
  });
  await until(() => store.getState().session.connection === 'online', 'Jo is there');
  const sessions = async (): Promise<number> => {
    const jo = new Api(url);
    await jo.signIn('POST /auth/login', { body: { login: 'jo', password: 'jo has a password' } });
    const found = await jo.request('GET /me/sessions');
    await jo.request('POST /auth/logout', { body: {} });
    return found.sessions.length - 1;
  };
  expect(await sessions()).toBe(1);
  isCut = true;
  await core.signOut();
  await until(() => left.length > 0, 'the page is loaded anew');
  expect(left).toEqual([undefined]);
  expect(store.getState().session.status).toBe('signedOut');
  // Both a renewal and a sign-in wait for it.
  requested.length = 0;
  await expect(api.renew()).rejects.toThrow('cut');
  await expect(api.signIn('POST /auth/login', { body: { login: 'jo', password: 'x' } })).rejects.toThrow(
    'cut',
  );
  expect(requested).toEqual(['POST /auth/logout', 'POST /auth/logout']);
  expect(await core.startOffline()).toBe(false);
  isCut = false;
  requested.length = 0;
  await api.signIn('POST /auth/login', { body: { login: 'jo', password: 'jo has a password' } });
  expect(requested).toEqual(['POST /auth/logout', 'POST /auth/login']);
  expect(api.signOuts.pending).toBe(false);
  // The one that has just begun, and no earlier one.
  expect(await sessions()).toBe(1);
});

it('a sign-out the server has taken while its answer was lost is told again, and one it cannot know is let go', async () => {
  const published: string[] = [];
  let answers: (Error | undefined)[] = [new NetworkError('lost'), undefined];
  const signOuts = new SignOuts((token) => {
    published.push(token);
    const answer = answers.shift();
    return answer ? Promise.reject(answer) : Promise.resolve();
  });
  signOuts.add('one');
  signOuts.add('one');
  await expect(signOuts.flush()).rejects.toThrow('lost');
  expect(signOuts.pending).toBe(true);
  // Concurrent calls send it once.
  await Promise.all([signOuts.flush(), signOuts.flush()]);
  expect(published).toEqual(['one', 'one']);
  expect(signOuts.pending).toBe(false);
  await signOuts.flush();
  answers = [undefined, new NetworkError('lost')];
  signOuts.add('two');
  signOuts.add('three');
  await expect(signOuts.flush()).rejects.toThrow('lost');
  await signOuts.flush();
  expect(published.slice(2)).toEqual(['two', 'three', 'three']);
});
