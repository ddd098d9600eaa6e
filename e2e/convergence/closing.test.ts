import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { Api } from '../../client/src/platform/api';
import type { AnswerOf, Given, Route } from '../../client/src/platform/rest';
import { memoryStorage } from '../../client/src/platform/storage';
import type { StoredItem } from '../../client/src/sync/outbox';
import { openPage, startAlone } from '../world/alone';
import { until } from '../world/until';

/** Holds back the answers of `/sync` until `letGo` is called; the first ones can be lost instead. */
class HeldApi extends Api {
  requested = 0;
  answers = 0;
  letGo: () => void = () => undefined;
  private readonly held = new Promise<void>((resolve) => (this.letGo = resolve));
  constructor(
    url: string,
    private readonly lost = 0,
  ) {
    super(url);
  }
  override async request<R extends Route>(route: R, ...input: Given<R>): Promise<AnswerOf<R>> {
    if (route === 'GET /sync' && this.requested++ < this.lost) throw new TypeError('Failed to fetch');
    const answer = await super.request(route, ...input);
    if (route === 'GET /sync') {
      this.answers += 1;
      await this.held;
    }
    return answer;
  }
}

/** A server, and a page of a person who has just registered. */
async function stage(lost = 0) {
  const server = await startAlone();
  const { url } = server;
  const storage = memoryStorage<StoredItem>();
  const api = new HeldApi(url, lost);
  const { core, store } = await openPage({ url, api, storage });
  return {
    api,
    core,
    storage,
    rooms: (): number => Object.keys(store.getState().rooms.byId).length,
    [Symbol.asyncDispose]: async () => {
      core.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function someTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

it.each([{ closed: true }, { closed: false }])(
  'what is answered after a page was closed changes nothing (closed: $closed) [U-14]',
  async ({ closed }) => {
    await using page = await stage();
    const { api, core, rooms, storage } = page;
    await until(() => api.answers > 0, 'the server has answered');
    expect(rooms()).toBe(0);
    if (closed) core.stop();
    api.letGo();
    await someTurns();
    expect(rooms() > 0).toBe(!closed);
    expect((await storage.values.get('sync')) !== undefined).toBe(!closed);
  },
);

it.each([{ closed: true }, { closed: false }])(
  'a page that was closed does not try again what has failed (closed: $closed)',
  async ({ closed }) => {
    // The timer is captured instead of waited for.
    const later: (() => void)[] = [];
    const { setTimeout } = globalThis;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms?: number) => {
      if (ms !== 2000) return setTimeout(run, ms);
      later.push(run);
      return setTimeout(() => undefined, 0);
    });
    await using page = await stage(1);
    const { api, core } = page;
    await until(() => later.length > 0, 'the sync has failed');
    vi.restoreAllMocks();
    if (closed) core.stop();
    for (const run of later) run();
    await someTurns();
    expect(api.requested).toBe(closed ? 1 : 2);
  },
);
