/// <reference lib="webworker" />
import type { PushPayload } from '@parley/shared/push';

declare const self: ServiceWorkerGlobalScope;
/** What the first room needs, and a fingerprint of it; written in when the client is built (vite.config.ts). */
declare const SHELL: string[];
declare const VERSION: string;
/** By languages, what a call that rings can be answered with. */
declare const ANSWERS: Record<string, { accept: string; decline: string }>;

/** Below this address the pages are ours, `https://example.org/chat/`; what else this origin serves is not, nor are its caches. */
const HOME = self.registration.scope;
const OURS = `parley-${HOME}-`;
const CACHE = OURS + VERSION;
/** As all addresses here, beside this file. */
const PAGE = './';
/** On a line that is up but dead the page is served from the cache after this timeout. */
const PAGE_WITHIN_MS = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...SHELL])));
});

/** At the root of a host, cache names had no address before. */
const isOurs = (name: string): boolean =>
  name.startsWith(OURS) || (new URL(HOME).pathname === '/' && /^parley-[0-9a-f]{12}$/.test(name));

// No skipWaiting: an open page uses the files of its own build until it is closed, and loses no draft.
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name !== CACHE && isOurs(name)).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

/** A proxy's status when the server is down. */
const AWAY = [502, 503, 504];

/** The page is always requested, so that it is never stale; without a network, or a server behind its proxy, the cached one is served. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const stored = (): Promise<Response> =>
    cache.match(PAGE).then((found) => found ?? Promise.reject(new Error('nothing is kept')));
  const late = new Promise<Response>((resolve, reject) => {
    setTimeout(() => void stored().then(resolve, reject), PAGE_WITHIN_MS);
  });
  const fresh = fetch(request).then((response) => {
    if (response.ok) void cache.put(PAGE, response.clone());
    return AWAY.includes(response.status) ? stored().catch(() => response) : response;
  }, stored);
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
  if (request.method !== 'GET' || !request.url.startsWith(HOME)) return;
  const path = request.url.slice(HOME.length);
  if (path.startsWith('assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate' && !/^(api|health|metrics)\b/.test(path))
    event.respondWith(page(request));
});

const tagOf = (roomId: string): string => `room:${roomId}`;
const images = { icon: 'icon-192.png', badge: 'badge-96.png' };

interface Line {
  seq: number;
  title: string;
  body: string;
}

/** What the notification of a room stores: its last messages, and the count with those before. */
interface Held {
  path: string;
  count: number;
  lines: Line[];
}

/** How many messages of a room are stored one by one, so that they can be edited or deleted. */
const MOST_LINES = 20;

async function heldOf(roomId: string): Promise<Held | undefined> {
  const [shown] = await self.registration.getNotifications({ tag: tagOf(roomId) });
  return shown?.data as Held | undefined;
}

/** Shows the newest message and the count; closes the notification when there is none. */
async function show(roomId: string, { lines, count }: Omit<Held, 'path'>, rings: boolean): Promise<void> {
  const newest = lines.at(-1);
  if (!newest) return await takeBack(roomId);
  const data: Held = { path: `/rooms/${roomId}?at=${newest.seq}`, count, lines: lines.slice(-MOST_LINES) };
  await self.registration.showNotification(count > 1 ? `${newest.title} (${count})` : newest.title, {
    body: newest.body,
    tag: tagOf(roomId),
    ...images,
    data,
    silent: !rings,
    // Not in every browser's types yet: notifies again although the tag is the same.
    ...({ renotify: rings } as object),
  });
}

/** One notification for each room: the newest message, and the count. */
async function ring({ roomId, seq, title, body }: Extract<PushPayload, { kind: 'message' }>): Promise<void> {
  const { lines = [], count = 0 } = (await heldOf(roomId)) ?? {};
  const others = lines.filter((line) => line.seq !== seq);
  const added = others.length === lines.length ? 1 : 0;
  const sorted = [...others, { seq, title, body }].sort((one, other) => one.seq - other.seq);
  await show(roomId, { lines: sorted, count: count + added }, true);
}

/** Updates or removes a message in its notification, silently. A dismissed one, or one that never arrived, stays away. */
async function follow(payload: Extract<PushPayload, { kind: 'edited' | 'deleted' }>): Promise<void> {
  const { roomId, seq } = payload;
  const held = await heldOf(roomId);
  if (!held?.lines.some((line) => line.seq === seq)) return;
  if (payload.kind === 'deleted') {
    const lines = held.lines.filter((line) => line.seq !== seq);
    return await show(roomId, { lines, count: held.count - 1 }, false);
  }
  const { title, body } = payload;
  const lines = held.lines.map((line) => (line.seq === seq ? { seq, title, body } : line));
  await show(roomId, { lines, count: held.count }, false);
}

async function takeBack(roomId: string): Promise<void> {
  for (const shown of await self.registration.getNotifications({ tag: tagOf(roomId) })) shown.close();
}

const callTag = (callId: string): string => `call:${callId}`;

/** What a click on a notification leads to. */
interface Target {
  path: string;
  /** The call that rings. */
  call?: { roomId: string; callId: string; decline: string };
}

/** The buttons of a call that rings, in the first of the browser's languages that there is. Firefox and Safari show none: there a click answers in the page. */
function answers(): { action: string; title: string }[] {
  const language = navigator.languages.map((tag) => tag.slice(0, 2)).find((one) => one in ANSWERS);
  const { accept = '', decline = '' } = ANSWERS[language ?? 'en'] ?? {};
  return [
    { action: 'accept', title: accept },
    { action: 'decline', title: decline },
  ];
}

/** A call that rings: until it is answered, it stays on screen. */
async function ringCall({
  roomId,
  callId,
  title,
  body,
  until,
  decline,
}: Extract<PushPayload, { kind: 'call' }>): Promise<void> {
  // A device that has slept longer must not ring.
  if (Date.parse(until) < Date.now()) return;
  await self.registration.showNotification(title, {
    body,
    tag: callTag(callId),
    ...images,
    data: { path: `/rooms/${roomId}`, call: { roomId, callId, decline } } satisfies Target,
    requireInteraction: true,
    ...({ renotify: true, vibrate: [400, 200, 400, 200, 400], actions: answers() } as object),
  });
}

/** It rings no more: what is left is that it was missed, or nothing. */
async function endCall({
  roomId,
  callId,
  missed,
}: Extract<PushPayload, { kind: 'callOver' }>): Promise<void> {
  const tag = callTag(callId);
  if (!missed) for (const shown of await self.registration.getNotifications({ tag })) shown.close();
  else
    await self.registration.showNotification(missed.title, {
      body: missed.body,
      tag,
      ...images,
      data: { path: `/rooms/${roomId}` },
      silent: true,
    });
}

/** Serializes pushes: two at once would both begin from the same notification. */
let last: Promise<unknown> = Promise.resolve();
function inTurn(work: () => Promise<void>): Promise<void> {
  const next = last.then(work, work);
  last = next;
  return next;
}

self.addEventListener('push', (event) => {
  const payload = event.data?.json() as PushPayload | undefined;
  switch (payload?.kind) {
    case 'message':
      return event.waitUntil(inTurn(() => ring(payload)));
    case 'edited':
    case 'deleted':
      return event.waitUntil(inTurn(() => follow(payload)));
    case 'call':
      return event.waitUntil(inTurn(() => ringCall(payload)));
    case 'callOver':
      return event.waitUntil(inTurn(() => endCall(payload)));
    case 'read':
      return event.waitUntil(inTurn(() => takeBack(payload.roomId)));
    case 'test': {
      const { title, body } = payload;
      return event.waitUntil(self.registration.showNotification(title, { body, tag: 'test', ...images }));
    }
    case undefined:
  }
});

/**
 * Opens the message, in a page that is open or in a new one.
 *
 * @param answer the call that is accepted. Not in the address: a link must not open a microphone.
 */
async function open(path: string, answer?: { roomId: string; callId: string }): Promise<void> {
  const [first] = await self.clients.matchAll({ type: 'window' });
  const page = first ?? (await self.clients.openWindow(`.${path}`));
  await first?.focus();
  if (first || answer) page?.postMessage({ kind: 'open', path, answer });
}

/** Stops ringing on all devices, without a page. */
async function declineCall({ callId, decline }: NonNullable<Target['call']>): Promise<void> {
  // Without a network it rings on elsewhere, until it is missed.
  await fetch(`api/v1/calls/${callId}/decline`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: decline }),
    credentials: 'omit',
  }).catch(() => undefined);
}

self.addEventListener('notificationclick', (event) => {
  const { action, notification } = event;
  notification.close();
  const { path = '/', call } = (notification.data ?? {}) as Partial<Target>;
  if (call && action === 'decline') return event.waitUntil(declineCall(call));
  const { roomId, callId } = call ?? {};
  const accepts = action === 'accept' && roomId !== undefined && callId !== undefined;
  event.waitUntil(open(path, accepts ? { roomId, callId } : undefined));
});
