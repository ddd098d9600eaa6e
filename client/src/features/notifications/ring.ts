import { permitted, preferences } from './preferences';
import { serviceWorkerReady } from './serviceWorker';

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
  /** `room:ID:MESSAGE`. Notifications of one tag replace each other: several open tabs show one. */
  tag: string;
  onClick: () => void;
}

/** Shows a notification of the browser, and sounds. */
export function ring({ title, body, tag, onClick }: Ring): void {
  if (!preferences().on || !permitted()) return;
  const shown = new Notification(title, { body, tag, silent: true, icon: '/icon.svg' });
  shown.onclick = () => {
    window.focus();
    shown.close();
    onClick();
  };
  shownByRoom.set(roomOf(tag), [...(shownByRoom.get(roomOf(tag)) ?? []), shown]);
  if (preferences().sound) sound();
}

/** The notifications this page shows, by room. */
const shownByRoom = new Map<string, Notification[]>();
const roomOf = (tag: string): string => tag.split(':')[1] ?? '';

/** Takes back what this browser shows of a room that was read, here or elsewhere. */
export function takeBackRings(roomId: string): void {
  for (const shown of shownByRoom.get(roomId) ?? []) shown.close();
  shownByRoom.delete(roomId);
  // What the service worker showed while the page was away.
  void serviceWorkerReady()
    .then((worker) => worker?.getNotifications({ tag: `room:${roomId}` }))
    .then((all) => all?.forEach((shown) => shown.close()));
}
