import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedIn } from '@parley/shared/sessions';
import { features } from '../../client/src/app/features';
import { Core } from '../../client/src/core/core';
import type { CoreOptions } from '../../client/src/core/coreOptions';
import { createStore, type Store } from '../../client/src/core/store';
import type { Api } from '../../client/src/platform/api';
import type { Storage } from '../../client/src/platform/storage';
import type { StoredItem } from '../../client/src/sync/outbox';
import { Node } from './programs';

/** One server with its built-in database, in a folder of its own. */
export async function startAlone(settings: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-alone-'));
  const node = new Node({ PARLEY_DATA: folder, ...settings });
  await node.start();
  return {
    node,
    url: `http://127.0.0.1:${node.port}`,
    [Symbol.asyncDispose]: async () => {
      await node.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A page of somebody who has just registered as `jo`. */
export async function openPage(
  at: { api: Api; storage: Storage<StoredItem> } & Pick<CoreOptions, 'url' | 'reload'>,
): Promise<{ core: Core; store: Store }> {
  const { api, storage, ...options } = at;
  const store = createStore(features);
  const openStorage = (): Promise<Storage<StoredItem>> => Promise.resolve(storage);
  const core = new Core({ ...options, store, features, api, openStorage, transports: ['websocket'] });
  const body = { username: 'jo', displayName: 'Jo', password: 'jo has a password' };
  const granted = signedIn.parse(await api.raw('POST /auth/register', { body }));
  await core.start(api.accept(granted));
  return { core, store };
}
