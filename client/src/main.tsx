import { DirectionProvider } from '@base-ui/react/direction-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { App, loadShell } from './app/App';
import { features } from './app/features';
import { Core } from './core/core';
import { CoreContext } from './core/coreContext';
import { wasSignedIn } from './core/storedSession';
import { createStore } from './core/store';
import { signedOut } from './core/state/session';
import { receiveClicks } from './features/notifications/clicks';
import { forgetDevice, serviceWorkerReady } from './features/notifications/serviceWorker';
import { followTheme } from './features/settings/public/theme';
import './index.css';
import { Api } from './platform/api';
import { base } from './platform/base';
import { isLink } from './platform/mailLink';
import { memoryStorage, openStorage } from './platform/storage';
import type { StoredItem } from './sync/outbox';
import { direction, language } from './text/language';
import { reloadPage } from './ui/backCloses';
import { guardComposition } from './ui/keys';

/** Where the page before a reload stored why the session ended. */
const NOTICE = `parley${base}.notice`;

function takeNotice(): string | undefined {
  const notice = sessionStorage.getItem(NOTICE) ?? undefined;
  sessionStorage.removeItem(NOTICE);
  return notice;
}

const store = createStore(features);
const core = new Core({
  url: location.origin + base,
  store,
  features,
  api: new Api(base),
  reload: (notice) => {
    if (notice !== undefined) sessionStorage.setItem(NOTICE, notice);
    reloadPage();
  },
  // Some private windows refuse IndexedDB: chatting works without it, only a reload loses what is cached.
  forgetDevice,
  openStorage: (userId) => openStorage<StoredItem>(userId).catch(() => memoryStorage()),
});

/** On a line that is up but dead the stored rooms are shown after this delay. */
const SHOWN_WITHIN_MS = 4000;

/** Resumes the session of the cookie, if there is one; waits for the server if it cannot be reached. */
async function resume(): Promise<void> {
  // Nobody was signed in here: the form is shown without a request. The same for a link to a new password: the session
  // that is here may be one of those that it ends.
  if (isLink || !wasSignedIn() || core.api.signOuts.pending)
    return void store.dispatch(signedOut({ notice: takeNotice() }));
  // While the request is pending, the code of the next screen loads.
  loadShell().catch(() => undefined);
  try {
    const late = new Promise<never>((_, reject) => setTimeout(reject, SHOWN_WITHIN_MS));
    const granted = await Promise.race([core.api.renew(), late]);
    if (granted) await core.start(granted);
    else await core.ended();
  } catch {
    if (await core.startOffline()) return;
    setTimeout(() => void resume(), 2000);
  }
}

const FLUSH_AGAIN_MS = 3000;

/** Sends the sign-outs that were made here without a network, whether or not somebody signs in again. */
async function flushSignOuts(): Promise<void> {
  await core.api.signOuts.flush().catch(() => setTimeout(() => void flushSignOuts(), FLUSH_AGAIN_MS));
}

document.documentElement.lang = language;
document.documentElement.dir = direction;
followTheme();
guardComposition(window);
receiveClicks();
window.addEventListener('online', () => core.hurry());
window.addEventListener('focus', () => core.hurry());
void resume();
void flushSignOuts();
void serviceWorkerReady();

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Provider store={store}>
        <CoreContext value={core}>
          <DirectionProvider direction={direction}>
            <App />
          </DirectionProvider>
        </CoreContext>
      </Provider>
    </StrictMode>,
  );
