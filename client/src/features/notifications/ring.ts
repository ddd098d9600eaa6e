import { base } from '../../platform/base';
import { permitted, preferences } from './public/preferences';

let audio: AudioContext | undefined;

/** A short soft tone, made here: no file, no request. */
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
  /** Where it leads. */
  path: string;
}

export const tagOf = (roomId: string, messageId: string): string => `room:${roomId}:${messageId}`;
/** The room and the message a tag names; undefined of what a push or the test has shown. */
export function placeOf(tag: string): { roomId: string; messageId: string } | undefined {
  const [kind, roomId, messageId] = tag.split(':');
  return kind === 'room' && roomId !== undefined && messageId !== undefined
    ? { roomId, messageId }
    : undefined;
}

/**
 * What this page shows where there is no service worker. With one it shows through it: such a notification belongs to no
 * tab, so that every tab can take it back, and phones know no others.
 */
const shownHere = new Map<string, { said: Ring; shown: Notification }>();

async function worker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  // Not `ready`, which waits for ever where none is allowed.
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

/** Shows a notification of the browser, and sounds. */
export async function ring(said: Ring, go: (path: string) => void): Promise<void> {
  if (!preferences().on || !permitted()) return;
  await show(said, go);
  if (preferences().sound) sound();
}

/** What this browser shows now, each by its tag. */
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

/** The messages this browser shows notifications of, as far as pages have shown them. */
export const rungFor = async (): Promise<{ roomId: string; messageId: string }[]> =>
  (await shownNow()).flatMap(({ tag }) => placeOf(tag) ?? []);

/** Shows anew what is still shown, silently; what was put away stays away. */
export async function freshenRing(said: Ring, go: (path: string) => void): Promise<void> {
  const shown = (await shownNow()).find(({ tag }) => tag === said.tag);
  if (shown && (shown.body !== said.body || shown.title !== said.title)) await show(said, go);
}

async function close(which: (tag: string) => boolean): Promise<void> {
  for (const shown of await shownNow()) if (which(shown.tag)) shown.close();
}

/** Takes back what is shown of one message. */
export const takeBackRing = (roomId: string, messageId: string): Promise<void> =>
  close((tag) => tag === tagOf(roomId, messageId));

/** Takes back what this browser shows of a room that was read, here or elsewhere, by pages and by pushes. */
export const takeBackRings = (roomId: string): Promise<void> =>
  close((tag) => tag === `room:${roomId}` || placeOf(tag)?.roomId === roomId);
