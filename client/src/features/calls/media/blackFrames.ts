import { BlackScreen, isBlack, type Look } from './black';

/** Once a second: pages in the background run no faster, and the one that shares usually is there. */
const INTERVAL_MS = 1000;
const WIDTH = 32;
const HEIGHT = 18;

/**
 * Watches a shared screen for the case that others see nothing of it: some systems and protected windows give only black, and
 * a minimised window gives no pictures.
 *
 * @param onChange receives true after 5 s without a picture, and false when there is one again
 * @returns ends it; the track goes on
 */
export function watchBlack(track: MediaStreamTrack, onChange: (black: boolean) => void): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  // Rejects where it ends before it began.
  video.play().catch(() => undefined);
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const screen = new BlackScreen();
  let warned = false;
  const look = (): Look => {
    if (!context || track.muted || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return 'none';
    context.drawImage(video, 0, 0, WIDTH, HEIGHT);
    return isBlack(context.getImageData(0, 0, WIDTH, HEIGHT).data) ? 'black' : 'picture';
  };
  const timer = setInterval(() => {
    const black = screen.observe(look(), performance.now());
    if (black === warned) return;
    warned = black;
    onChange(black);
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    video.srcObject = null;
  };
}
