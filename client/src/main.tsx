import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { BrowserRouter } from 'react-router';
import { App } from './app/App';
import { Core } from './app/core';
import { CoreContext } from './app/coreContext';
import { createStore } from './app/store';
import { signedOut } from './features/session/session.state';
import { followTheme } from './features/settings/theme';
import './index.css';
import { Api } from './platform/api';
import { memoryStorage, openStorage } from './platform/storage';

const store = createStore();
const core = new Core({
  url: location.origin,
  store,
  api: new Api(''),
  // Some private windows refuse IndexedDB: chatting works all the same, only a reload forgets.
  openStorage: (userId) => openStorage(userId).catch(() => memoryStorage()),
});

/** Goes on with the session of the cookie, if there is one; waits for the server if it cannot be reached. */
async function resume(): Promise<void> {
  try {
    const granted = await core.api.renew();
    if (granted) await core.start(granted);
    else store.dispatch(signedOut({}));
  } catch {
    setTimeout(() => void resume(), 2000);
  }
}

followTheme();
window.addEventListener('online', () => core.hurry());
window.addEventListener('focus', () => core.hurry());
void resume();

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Provider store={store}>
        <CoreContext value={core}>
          <BrowserRouter>
            <App />
          </BrowserRouter>
        </CoreContext>
      </Provider>
    </StrictMode>,
  );
