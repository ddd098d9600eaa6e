import { base } from '../../platform/base';
import { permitted, preferences } from './public/preferences';

let audio: AudioContext | undefined;

/** A short soft tone, synthesized: no file, no request. */
function sound(): void {
  try {
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const now = audio.currentTime;
    tone.frequency.setValueAtTime(660, now);
    tone.frequency.setValueAtTime(880, now + 0.09);
    volume.gain.setValueAtTime(0.0001, now);
    volume.gain.exponentialRampToValueAtTime(0.12, now + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, now + 0.28);
    tone.connect(volume).connect(audio.destination);
    tone.start(now);
    tone.stop(now + 0.3);
  } catch {
    // Before the first click on the page browsers allow no sound.
  }
}

export interface Ring {
  title: string;
  body: string;
  /** `room:ID:MESSAGE`. Notifications of one tag replace each other. */
  tag: string;
  /** The path that a click opens. */
  path: string;
}

export const tagOf = (roomId: string, messageId: string): string => `room:${roomId}:${messageId}`;
/** The room and the message of a tag; undefined for a tag of a push or of the test notification. */
export function placeOf(tag: string): { roomId: string; messageId: string } | undefined {
  const [kind, roomId, messageId] = tag.split(':');
  return kind === 'room' && roomId !== undefined && messageId !== undefined
    ? { roomId, messageId }
    : undefined;
}

/**
 * Notifications of this page where there is no service worker. With one they are shown by it: such a notification belongs
 * to no tab, so that every tab can close it, and on phones there are no others.
 */
const shownHere = new Map<string, { said: Ring; shown: Notification }>();

async function worker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  // Not `ready`, which never resolves where no worker is allowed.
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  return registration?.active ? registration : undefined;
}

async function show(said: Ring, go: (path: string) => void): Promise<void> {
  const { title, body, tag, path } = said;
  const options = { body, tag, silent: true };
  const through = await worker();
  if (through)
    return await through.showNotification(title, {
      ...options,
      icon: `${base}/icon-192.png`,
      badge: `${base}/badge-96.png`,
      data: { path },
    });
  const shown = new Notification(title, { ...options, icon: `${base}/icon.svg` });
  shown.onclick = () => {
    window.focus();
    shown.close();
    go(path);
  };
  shown.onclose = () => {
    if (shownHere.get(tag)?.shown === shown) shownHere.delete(tag);
  };
  shownHere.set(tag, { said, shown });
}

/** Shows a notification, and plays the sound. */
export async function ring(said: Ring, go: (path: string) => void): Promise<void> {
  if (!preferences().on || !permitted()) return;
  await show(said, go);
  if (preferences().sound) sound();
}

/** The notifications that this browser shows now. */
async function shownNow(): Promise<Pick<Notification, 'tag' | 'title' | 'body' | 'close'>[]> {
  const through = await worker();
  const here = [...shownHere.values()].map(({ said: { tag, title, body }, shown }) => ({
    tag,
    title,
    body,
    close: () => {
      shown.close();
      shownHere.delete(tag);
    },
  }));
  return [...here, ...((await through?.getNotifications()) ?? [])];
}

/** The messages whose notifications this browser shows, as far as pages have shown them. */
export const rungFor = async (): Promise<{ roomId: string; messageId: string }[]> =>
  (await shownNow()).flatMap(({ tag }) => placeOf(tag) ?? []);

/** Replaces a notification that is still shown, silently; a dismissed one stays away. */
export async function freshenRing(said: Ring, go: (path: string) => void): Promise<void> {
  const shown = (await shownNow()).find(({ tag }) => tag === said.tag);
  if (shown && (shown.body !== said.body || shown.title !== said.title)) await show(said, go);
}

async function close(which: (tag: string) => boolean): Promise<void> {
  for (const shown of await shownNow()) if (which(shown.tag)) shown.close();
}

/** Closes the notification of one message. */
export const takeBackRing = (roomId: string, messageId: string): Promise<void> =>
  close((tag) => tag === tagOf(roomId, messageId));

/** Closes the notifications of a room that was read, here or elsewhere: those of pages and of pushes. */
export const takeBackRings = (roomId: string): Promise<void> =>
  close((tag) => tag === `room:${roomId}` || placeOf(tag)?.roomId === roomId);
