import { roomsWithFiles } from '../features/uploads/public/pendingFiles';
import { base } from '../platform/base';
import { t } from './text/text';
import { showRefusal } from '../ui/toast';

/** Interval without input after which the page reloads, in ms. */
const QUIET_MS = 3000;

/** The files of this build that the page begins with; any change of any part changes their names. */
const begins = (): string[] =>
  [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src.replace(/.*\//, ''));

/** Loads the page anew as soon as nobody types or presses anything, and no file waits in a composer: those are in memory alone. */
function reloadWhenQuiet(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (roomsWithFiles().length > 0 ? wait() : location.reload()), QUIET_MS);
  };
  for (const name of ['keydown', 'pointerdown', 'input']) addEventListener(name, wait, true);
  wait();
}

/**
 * After an update the parts of an open page are gone from the server. (Under a service worker they are not: it keeps them until the
 * page is closed.) When one cannot be loaded and the server has another page by now, it is said, and this one is loaded anew.
 * Returns how to stop. This part itself comes with those after the first room, before any update.
 */
export function followUpdates(): () => void {
  const look = async (): Promise<void> => {
    const answer = await fetch(`${base}/`, { cache: 'no-store' });
    const page = await answer.text();
    if (!answer.ok || begins().every((name) => page.includes(name))) return;
    showRefusal(t('page.newVersion'), roomsWithFiles().length > 0 ? t('page.newVersionFiles') : '');
    reloadWhenQuiet();
  };
  const failed = (): void => void look().catch(() => undefined);
  addEventListener('vite:preloadError', failed);
  return () => removeEventListener('vite:preloadError', failed);
}
