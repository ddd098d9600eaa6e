import { levelOf } from './speaking';

/** Ten times a second: a speaking ring has to show within 300 ms. */
const INTERVAL_MS = 100;
/** Samples of one look: 43 ms at 48 kHz. */
const WINDOW = 2048;

/** Browsers allow few contexts, so all meters have one. */
let shared: AudioContext | undefined;
/** Meters that run now. */
let running = 0;

const audioContext = (): AudioContext | undefined => {
  if (shared || !('AudioContext' in globalThis)) return shared;
  shared = new AudioContext({ latencyHint: 'interactive' });
  return shared;
};

/** Starts metering where the browser waited for a click; call it in one. */
export async function resumeMeters(): Promise<void> {
  if (shared?.state === 'suspended') await shared.resume();
}

/**
 * Measures how loud a track is, about ten times a second. A track of another leg has to be played, too: browsers decode no
 * other sound.
 *
 * @param onLevel receives 0 to 1; 0 while the browser waits for a click
 * @returns ends it; the track goes on
 */
export function meterLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const context = audioContext();
  if (!context) return () => undefined;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW;
  source.connect(analyser);
  const samples = new Float32Array(WINDOW);
  running += 1;
  void resumeMeters().catch(() => undefined);
  const timer = setInterval(() => {
    if (context.state !== 'running') return onLevel(0);
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    running -= 1;
    // It would cost battery, and hold the sound of a phone.
    if (running === 0) void context.suspend().catch(() => undefined);
    source.disconnect();
    analyser.disconnect();
  };
}
