import { useEffect } from 'react';

/** Two notes, as telephones have them, in Hz; their lengths and the pause after them in seconds. */
const NOTES = [587.33, 739.99];
const NOTE_S = 0.28;
const EVERY_S = 2.4;
/** Quiet enough beside music. */
const VOLUME = 0.12;

function playOnce(context: AudioContext): void {
  for (const [i, frequency] of [...NOTES, ...NOTES].entries()) {
    const at = context.currentTime + i * NOTE_S;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(VOLUME, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + NOTE_S);
  }
}

/** Rings until `signal` aborts. Where the browser allows no sound before a click, the page rings silently. */
async function ring(signal: AbortSignal): Promise<void> {
  const context = new AudioContext();
  // Notes for a context that waits for a click would all sound at once after it.
  const play = (): void => {
    if (context.state === 'running') playOnce(context);
    else context.resume().catch(() => undefined);
  };
  const timer = setInterval(play, EVERY_S * 1000);
  play();
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  clearInterval(timer);
  await context.close();
}

/** Rings while a call does: once for all tabs of this browser, which would ring against each other. */
export function useRingtone(ringing: boolean): void {
  useEffect(() => {
    if (!ringing || !('AudioContext' in window)) return;
    const stop = new AbortController();
    const { signal } = stop;
    const locks = (navigator as { locks?: LockManager }).locks;
    const rung = locks ? locks.request('parley.ringtone', { signal }, () => ring(signal)) : ring(signal);
    rung.catch(() => undefined);
    return () => stop.abort();
  }, [ringing]);
}
