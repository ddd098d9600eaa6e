import { base } from '../platform/base';
import { t } from '../text/text';
import { showRefusal } from '../ui/toast';

/** So long nothing may be typed or pressed before the page is loaded anew. */
const QUIET_MS = 3000;

/** The file of this build that the page begins with. */
const own = import.meta.url.replace(/.*\//, '');

/** Loads the page anew as soon as nobody types or presses anything. */
function reloadWhenQuiet(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => location.reload(), QUIET_MS);
  };
  for (const name of ['keydown', 'pointerdown', 'input']) addEventListener(name, wait, true);
  wait();
}

/**
 * After an update the parts of an open page are gone from the server. (Under a service worker they are not: it keeps them until the
 * page is closed.) When one cannot be loaded and the server has another page by now, it is said, and this one is loaded anew.
 */
export function followUpdates(): void {
  addEventListener('vite:preloadError', () => {
    void fetch(`${base}/`, { cache: 'no-store' })
      .then((answer) => (answer.ok ? answer.text() : own))
      .then((page) => {
        if (page.includes(own)) return;
        showRefusal(t('page.newVersion'), '');
        reloadWhenQuiet();
      })
      .catch(() => undefined);
  });
}
