import { base } from '../../platform/base';

/** After signing out: ends pushes to this browser and closes its notifications. Needs no network. */
export async function forgetDevice(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
  // Not in every browser: Safari has it for installed pages alone.
  const { pushManager } = (registration ?? {}) as { pushManager?: PushManager };
  await (await pushManager?.getSubscription())?.unsubscribe();
}

let registered: Promise<ServiceWorkerRegistration | undefined> | undefined;

/** The service worker of this page, once it is ready; undefined where there can be none (plain HTTP, private windows). */
export function serviceWorkerReady(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return Promise.resolve(undefined);
  registered ??= navigator.serviceWorker
    .register(`${base}/sw.js`)
    .then(() => navigator.serviceWorker.ready)
    .catch(() => undefined);
  return registered;
}
