import { roomsWithFiles } from '../features/uploads/public/pendingFiles';
import { base } from '../platform/base';
import { t } from './text/text';
import { showRefusal } from '../ui/toast';

/** Interval without input after which the page reloads, in ms. */
const QUIET_MS = 3000;

/** The first files of this build; any change of any chunk changes their names. */
const begins = (): string[] =>
  [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map(({ src }) => src.replace(/.*\//, ''));

/** Reloads as soon as nobody types or presses anything, and no file is attached in a composer: those are in memory alone. */
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
 * After an update the chunks of an open page are gone from the server. (A service worker has them cached until the page is
 * closed.) When a chunk fails to load and the server has a new build, a notice is shown, and the page reloads.
 * Returns the function that stops it. This code is loaded after the first room, before any update.
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
