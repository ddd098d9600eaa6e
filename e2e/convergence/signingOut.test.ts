import { expect, it } from 'vitest';
import { Api } from '../../client/src/platform/api';
import { memoryStorage, type Storage } from '../../client/src/platform/storage';
import { openPage, startAlone } from '../world/alone';
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
  await using server = await startAlone();
  const { url } = server;
  let isOnline = (): boolean => true;
  /** The answer to signing out comes after the connection was told that the session is over. */
  class LateApi extends Api {
    override async request<T>(path: string, options?: Parameters<Api['request']>[1]): Promise<T> {
      const answer = await super.request<T>(path, options);
      if (path === '/auth/logout') await until(() => !isOnline(), 'the connection is told');
      return answer;
    }
  }
  const { storage, forget, hasForgotten } = slowStorage();
  const left: { notice: string | undefined; hasForgotten: boolean }[] = [];
  const { core, store } = await openPage({
    url,
    api: new LateApi(url),
    storage,
    reload: (notice) => left.push({ notice, hasForgotten: hasForgotten() }),
  });
  isOnline = () => store.getState().session.connection === 'online';
  await until(isOnline, 'Jo is there');

  await core.signOut();
  expect(left).toEqual([]);
  forget();
  await until(() => left.length > 0, 'the page is loaded anew');
  expect(left).toEqual([{ notice: undefined, hasForgotten: true }]);
});
