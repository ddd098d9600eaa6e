import { levelOf } from './speaking';

/** Ten times a second: a speaking ring has to show within 300 ms. */
const INTERVAL_MS = 100;
/** Samples of one look: 43 ms at 48 kHz. */
const WINDOW = 2048;

/**
 * As long as its context runs, Chromium releases no source and no track that was connected: a call of hours in which people come
 * and go would grow. After this many have ended, the meters move into a new context.
 */
const MOST_ENDED = 16;

interface Meter {
  track: MediaStreamTrack;
  analyser: AnalyserNode;
  source: MediaStreamAudioSourceNode;
}

/** Browsers allow few contexts, so all meters have one. */
let shared: AudioContext | undefined;
const meters = new Set<Meter>();
let ended = 0;

const audioContext = (): AudioContext | undefined => {
  if (shared || !('AudioContext' in globalThis)) return shared;
  shared = new AudioContext({ latencyHint: 'interactive' });
  return shared;
};

function connect(context: AudioContext, track: MediaStreamTrack): Meter {
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW;
  source.connect(analyser);
  return { track, source, analyser };
}

function disconnect({ source, analyser }: Meter): void {
  source.disconnect();
  analyser.disconnect();
}

/** Moves all meters into a new context, and closes the one before with what has ended in it. */
function renewContext(): void {
  const before = shared;
  shared = undefined;
  ended = 0;
  const context = audioContext();
  if (!context) return;
  for (const meter of meters) {
    disconnect(meter);
    Object.assign(meter, connect(context, meter.track));
  }
  void before?.close().catch(() => undefined);
  void resumeMeters().catch(() => undefined);
}

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
  const meter = connect(context, track);
  meters.add(meter);
  const samples = new Float32Array(WINDOW);
  void resumeMeters().catch(() => undefined);
  const timer = setInterval(() => {
    if (shared?.state !== 'running') return onLevel(0);
    meter.analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    if (!meters.delete(meter)) return;
    disconnect(meter);
    ended += 1;
    // It would cost battery, and hold the sound of a phone.
    if (meters.size === 0) void shared?.suspend().catch(() => undefined);
    else if (ended >= MOST_ENDED) renewContext();
  };
}
