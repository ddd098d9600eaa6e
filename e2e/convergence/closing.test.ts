import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { signedIn } from '@parley/shared/sessions';
import { expect, it } from 'vitest';
import { Core } from '../../client/src/app/core';
import { createStore } from '../../client/src/app/store';
import { Api } from '../../client/src/platform/api';
import { memoryStorage } from '../../client/src/platform/storage';
import { Node } from '../world/programs';
import { until } from '../world/until';

/** Answers of `/sync` are here and reach the page only once it is let go. */
class HeldApi extends Api {
  answers = 0;
  letGo: () => void = () => undefined;
  private readonly held = new Promise<void>((resolve) => (this.letGo = resolve));
  override async request<T>(path: string, options?: Parameters<Api['request']>[1]): Promise<T> {
    const answer = await super.request<T>(path, options);
    if (path === '/sync') {
      this.answers += 1;
      await this.held;
    }
    return answer;
  }
}

it.each([{ closed: true }, { closed: false }])(
  'what comes after a page was closed changes nothing (closed: $closed)',
  async ({ closed }) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-closing-'));
    const node = new Node({ PARLEY_DATA: folder });
    await node.start();
    const [store, storage] = [createStore(), memoryStorage()];
    const url = `http://127.0.0.1:${node.port}`;
    const api = new HeldApi(url);
    const core = new Core({
      url,
      store,
      api,
      openStorage: () => Promise.resolve(storage),
      transports: ['websocket'],
    });
    await using _ended = {
      [Symbol.asyncDispose]: async () => {
        core.stop();
        await node.kill();
        await rm(folder, { recursive: true, force: true });
      },
    };
    const rooms = (): number => Object.keys(store.getState().rooms.byId).length;
    const body = { username: 'jo', displayName: 'Jo', password: 'jo has a password' };
    const granted = signedIn.parse(await api.raw('/auth/register', { method: 'POST', body }));
    await core.start(api.accept(granted));
    await until(() => api.answers > 0, 'the server has answered');
    expect(rooms()).toBe(0);
    if (closed) core.stop();
    api.letGo();
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(rooms() > 0).toBe(!closed);
    expect((await storage.values.get('sync')) !== undefined).toBe(!closed);
  },
);
