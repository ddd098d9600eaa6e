let registered: Promise<ServiceWorkerRegistration | undefined> | undefined;

/** The service worker of this page, once it is there; undefined where there can be none (plain HTTP, private windows). */
export function serviceWorkerReady(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return Promise.resolve(undefined);
  registered ??= navigator.serviceWorker
    .register('/sw.js')
    .then(() => navigator.serviceWorker.ready)
    .catch(() => undefined);
  return registered;
}
