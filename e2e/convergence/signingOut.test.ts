import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedIn } from '@parley/shared/sessions';
import { expect, it } from 'vitest';
import { Core } from '../../client/src/app/core';
import { createStore } from '../../client/src/app/store';
import { Api } from '../../client/src/platform/api';
import { memoryStorage, type Storage } from '../../client/src/platform/storage';
import { Node } from '../world/programs';
import { until } from '../world/until';

/** A storage that takes its time to forget, and can do nothing any more once it is closed, as IndexedDB. */
function slowStorage(): { storage: Storage; forget: () => void; hasForgotten: () => boolean } {
  let [closed, forgotten] = [false, false];
  let forget = (): void => undefined;
  const told = new Promise<void>((resolve) => (forget = resolve));
  const storage: Storage = {
    ...memoryStorage(),
    forgetPages: async () => {
      if (closed) throw new Error('The database is closed.');
      await told;
      forgotten = true;
    },
    close: () => (closed = true),
  };
  return { storage, forget, hasForgotten: () => forgotten };
}

it('who signs out leaves once, when all that the browser keeps is forgotten, and is told nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-signing-out-'));
  const node = new Node({ PARLEY_DATA: folder });
  await node.start();
  await using _ended = {
    [Symbol.asyncDispose]: async () => {
      await node.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  const url = `http://127.0.0.1:${node.port}`;
  const store = createStore();
  const stateIs = (state: string): boolean => store.getState().session.connection === state;
  /** The answer to signing out comes after the connection was told that the session is over. */
  class LateApi extends Api {
    override async request<T>(path: string, options?: Parameters<Api['request']>[1]): Promise<T> {
      const answer = await super.request<T>(path, options);
      if (path === '/auth/logout') await until(() => !stateIs('online'), 'the connection is told');
      return answer;
    }
  }
  const api = new LateApi(url);
  const { storage, forget, hasForgotten } = slowStorage();
  const left: { notice: string | undefined; hasForgotten: boolean }[] = [];
  const core = new Core({
    url,
    store,
    api,
    openStorage: () => Promise.resolve(storage),
    transports: ['websocket'],
    reload: (notice) => left.push({ notice, hasForgotten: hasForgotten() }),
  });
  const body = { username: 'jo', displayName: 'Jo', password: 'jo has a password' };
  const granted = signedIn.parse(await api.raw('/auth/register', { method: 'POST', body }));
  await core.start(api.accept(granted));
  await until(() => stateIs('online'), 'Jo is there');

  await core.signOut();
  expect(left).toEqual([]);
  forget();
  await until(() => left.length > 0, 'the page is loaded anew');
  expect(left).toEqual([{ notice: undefined, hasForgotten: true }]);
});
