/// <reference lib="webworker" />
import type { PushPayload } from '@parley/shared/push';

declare const self: ServiceWorkerGlobalScope;
/** What the first room needs, and a fingerprint of it; written in when the client is built (vite.config.ts). */
declare const SHELL: string[];
declare const VERSION: string;

const CACHE = `parley-${VERSION}`;
const PAGE = '/';
/** On a line that is up but dead the page must not wait for ever. */
const PAGE_WITHIN_MS = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...SHELL])));
});

// No skipWaiting: a page that is open keeps the files it was built with until it is closed, and loses no draft.
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** The page is always asked for, so that it is never old; without a network it is the one kept. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = (): Promise<Response> =>
    cache.match(PAGE).then((found) => found ?? Promise.reject(new Error('nothing is kept')));
  const late = new Promise<Response>((resolve, reject) => {
    setTimeout(() => void kept().then(resolve, reject), PAGE_WITHIN_MS);
  });
  const fresh = fetch(request).then((response) => {
    if (response.ok) void cache.put(PAGE, response.clone());
    return response;
  }, kept);
  return await Promise.race([fresh, late.catch(() => fresh)]);
}

/** Files whose names change with their content are taken from the cache for ever. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) void cache.put(request, response.clone());
  return response;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate' && !/^\/(api|health|metrics)\b/.test(url.pathname))
    event.respondWith(page(request));
});

const tagOf = (roomId: string): string => `room:${roomId}`;
const images = { icon: '/icon-192.png', badge: '/badge-96.png' };

/** One notification for each room: the newest message, and how many there are. */
async function ring(payload: Extract<PushPayload, { kind: 'message' }>): Promise<void> {
  const tag = tagOf(payload.roomId);
  const [before] = await self.registration.getNotifications({ tag });
  const count = ((before?.data as { count?: number } | undefined)?.count ?? 0) + 1;
  await self.registration.showNotification(count > 1 ? `${payload.title} (${count})` : payload.title, {
    body: payload.body,
    tag,
    ...images,
    data: { path: `/rooms/${payload.roomId}?at=${payload.seq}`, count },
    // Not in every browser's types yet: rings again although the tag is the same.
    ...({ renotify: true } as object),
  });
}

async function takeBack(roomId: string): Promise<void> {
  for (const shown of await self.registration.getNotifications({ tag: tagOf(roomId) })) shown.close();
}

self.addEventListener('push', (event) => {
  const payload = event.data?.json() as PushPayload | undefined;
  if (payload?.kind === 'message') event.waitUntil(ring(payload));
  else if (payload?.kind === 'read') event.waitUntil(takeBack(payload.roomId));
  else if (payload)
    event.waitUntil(
      self.registration.showNotification(payload.title, { body: payload.body, tag: 'test', ...images }),
    );
});

/** Leads to the message: in a page that is open, or in a new one. */
async function open(path: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' });
  const [first] = pages;
  if (!first) return void (await self.clients.openWindow(path));
  await first.focus();
  first.postMessage({ kind: 'open', path });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { path } = (event.notification.data ?? {}) as { path?: string };
  event.waitUntil(open(path ?? PAGE));
});
