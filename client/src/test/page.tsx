import { AppError, problemOf } from '@parley/shared/errors';
import type { RoomState } from '@parley/shared/sync';
import type { MeView, UserView } from '@parley/shared/users';
import { act, cleanup, configure, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Provider } from 'react-redux';
import { onTestFinished, vi } from 'vitest';
import { features } from '../app/features';
import { loadScreens } from '../app/loadScreens';
import { Core } from '../core/core';
import { CoreContext } from '../core/coreContext';
import { DialogsContext, type DialogState } from '../core/dialogs';
import { ScreensContext } from '../core/screens';
import { peopleSynced } from '../core/state/people';
import { roomsSynced, roomVisited } from '../core/state/rooms';
import { becameReady, connectionChanged, signedIn } from '../core/state/session';
import { createStore } from '../core/store';
import { ComposerTargetContext, useTargetOf } from '../features/composer/public/composerTarget';
import { Api } from '../platform/api';
import { memoryStorage } from '../platform/storage';
import type { StoredItem } from '../sync/outbox';
import { me } from './build';

// Ends what hangs, as `testTimeout` does.
configure({ asyncUtilTimeout: 120_000 });

/** What the server answers, by method and address; throws what it refuses (`refusal`), or a TypeError when it cannot be reached. */
export type Answers = Record<string, () => unknown>;

export interface Given {
  me?: Partial<MeView>;
  /** One's own rooms. */
  rooms?: RoomState[];
  /** Public rooms that the person has opened without joining. */
  visited?: RoomState['room'][];
  users?: UserView[];
  answers?: Answers;
}

/** The answer to one request, as it leaves a server. */
function answer(answers: Answers, route: string): Response {
  const json = (value: unknown, status: number): Response =>
    new Response(status === 204 ? null : JSON.stringify(value), { status });
  try {
    const given = answers[route];
    if (!given) throw new AppError('not_found');
    const value = given();
    return json(value, value === undefined ? 204 : 200);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problem = problemOf(error);
    return json(problem, problem.status);
  }
}

/** Puts a server in the network's place for one test. @returns the requests it gets, as `POST /rooms {"name":"x"}` */
function serve(answers: Answers): string[] {
  const requests: string[] = [];
  vi.stubGlobal('fetch', (url: string, { method = 'GET', body }: { method?: string; body?: string } = {}) => {
    const route = `${method} ${url.replace(/^.*\/api\/v1/, '')}`;
    requests.push(body === undefined ? route : `${route} ${body}`);
    return Promise.resolve().then(() => answer(answers, route));
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return requests;
}

/** The composer's target of a room, as its screen gives it. */
function InRoom({ children }: { children: ReactNode }) {
  return <ComposerTargetContext value={useTargetOf('r')}>{children}</ComposerTargetContext>;
}

/**
 * Renders components as the page of a signed-in person, with the real store, core and features, in the room `r`. Unmounted
 * when the test ends.
 *
 * @returns the store, the requests to the server, and the opened dialogs
 */
export async function draw(element: ReactNode, given: Given = {}) {
  const store = createStore(features);
  const myself = { ...me(), userId: 'me', ...given.me };
  store.dispatch(signedIn(myself));
  store.dispatch(peopleSynced({ users: [myself, ...(given.users ?? [])], presences: [] }));
  store.dispatch(roomsSynced(given.rooms ?? []));
  for (const room of given.visited ?? []) store.dispatch(roomVisited(room));
  store.dispatch(connectionChanged({ connection: 'online', now: Date.now() }));
  store.dispatch(becameReady());

  const requests = serve(given.answers ?? {});
  const api = new Api('');
  const session = { sessionId: 's', signOutToken: 's', storageKey: 's' };
  api.accept({ accessToken: 'a', expiresIn: 900, me: myself, ...session });
  const openStorage = () => Promise.resolve(memoryStorage<StoredItem>());
  const core = new Core({ url: location.origin, store, features, api, openStorage });

  const dialogs: DialogState[] = [];
  const shown = {
    shown: undefined,
    show: (dialog: DialogState) => dialogs.push(dialog),
    hide: () => undefined,
  };
  onTestFinished(() => {
    cleanup();
    core.stop();
  });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <Provider store={store}>
      <CoreContext value={core}>
        <ScreensContext value={loadScreens}>
          <DialogsContext value={shown}>
            <InRoom>{children}</InRoom>
          </DialogsContext>
        </ScreensContext>
      </CoreContext>
    </Provider>
  );
  // Awaited: what suspends would not continue otherwise.
  await act(() => Promise.resolve(void render(element, { wrapper })));
  return { store, requests, dialogs };
}
