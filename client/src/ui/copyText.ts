import { t } from '../text/text';
import { announce } from './announce';

/** Copies by the deprecated command: pages over plain http have no clipboard API. */
function copyOverHttp(text: string): Promise<void> {
  const fill = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', fill, { once: true, capture: true });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', fill, { capture: true });
  return copied ? Promise.resolve() : Promise.reject(new Error('the browser does not copy'));
}

/** Copies a text, and announces `copied`, or `failed` if that was not possible. */
export function copyText(text: string, copied: string, failed = t('common.copyFailed')): Promise<void> {
  const done = window.isSecureContext ? navigator.clipboard.writeText(text) : copyOverHttp(text);
  return done.then(
    () => announce(copied),
    () => announce(failed),
  );
}
