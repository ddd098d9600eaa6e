import type { PushSubscriptionInput } from '@parley/shared/push';
import type { Core } from '../../core/core';
import { permitted, preferences, setPreferences } from './public/preferences';
import { serviceWorkerReady } from './serviceWorker';

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));

/**
 * Subscribes with the server's key. A subscription by another (the server's was lost, or it is another server) is of no use any more,
 * and while it is there browsers refuse a new one.
 *
 * @throws DOMException when the browser cannot be woken
 */
export async function subscribeWith(
  manager: PushManager,
  key: Uint8Array<ArrayBuffer>,
): Promise<PushSubscription> {
  const wake = () => manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  try {
    return await wake();
  } catch (error) {
    if ((await (await manager.getSubscription())?.unsubscribe()) !== true) throw error;
    return await wake();
  }
}

/**
 * Asks the browser to be woken by this server, and tells the server where. The same again is safe, and is done at each
 * start: browsers change the address now and then.
 *
 * @returns false when this browser cannot be woken
 */
export async function subscribe(core: Core): Promise<boolean> {
  const worker = await serviceWorkerReady();
  if (!worker || !('pushManager' in worker)) return false;
  try {
    const { publicKey } = await core.api.request('GET /push/key');
    const subscription = await subscribeWith(worker.pushManager, bytesOf(publicKey));
    const body = subscription.toJSON() as PushSubscriptionInput;
    await core.api.request('PUT /me/push', { body });
    setPreferences({ push: true });
    return true;
  } catch {
    // Browsers without a push service refuse (Chromium builds without keys, some private windows).
    setPreferences({ push: false });
    return false;
  }
}

/** The browser is woken no more; the server forgets it. */
export async function unsubscribe(core: Core): Promise<void> {
  setPreferences({ push: false });
  const worker = await serviceWorkerReady();
  const subscription = await worker?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await core.api.request('DELETE /me/push').catch(() => undefined);
}

/** At the start: what was turned on here is on. */
export async function resumePush(core: Core): Promise<void> {
  if (preferences().on && preferences().push && permitted()) await subscribe(core);
}
