import { base } from '../../platform/base';

/** Nobody is signed in here any more: nothing is pushed to this browser, and it shows nothing of before. Needs no network. */
export async function forgetDevice(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
  // Not in every browser: Safari has it for installed pages alone.
  const { pushManager } = (registration ?? {}) as { pushManager?: PushManager };
  await (await pushManager?.getSubscription())?.unsubscribe();
}

let registered: Promise<ServiceWorkerRegistration | undefined> | undefined;

/** The service worker of this page, once it is there; undefined where there can be none (plain HTTP, private windows). */
export function serviceWorkerReady(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return Promise.resolve(undefined);
  registered ??= navigator.serviceWorker
    .register(`${base}/sw.js`)
    .then(() => navigator.serviceWorker.ready)
    .catch(() => undefined);
  return registered;
}
