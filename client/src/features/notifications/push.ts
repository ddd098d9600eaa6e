import type { PushSubscriptionInput } from '@parley/shared/push';
import type { Core } from '../../core/core';
import { permitted, preferences, setPreferences } from './public/preferences';
import { serviceWorkerReady } from './serviceWorker';

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));

/**
 * Subscribes with the server's key. A subscription with another key (the server's was lost, or it is another server) is useless,
 * and while there is one browsers refuse a new one.
 *
 * @throws DOMException when the browser cannot subscribe
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
 * Subscribes this browser to pushes, and sends the subscription to the server. Idempotent, and repeated at each start:
 * browsers change the endpoint now and then.
 *
 * @returns false when this browser cannot subscribe
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

/** Unsubscribes this browser, and deletes the subscription on the server. */
export async function unsubscribe(core: Core): Promise<void> {
  setPreferences({ push: false });
  const worker = await serviceWorkerReady();
  const subscription = await worker?.pushManager.getSubscription();
  await subscription?.unsubscribe();
  await core.api.request('DELETE /me/push').catch(() => undefined);
}

/** At the start: subscribes again if push is turned on here. */
export async function resumePush(core: Core): Promise<void> {
  if (preferences().on && preferences().push && permitted()) await subscribe(core);
}
