/** What the service worker sends after a click. */
export interface Click {
  kind: 'open';
  path: string;
  /** The call that the person has accepted. */
  answer?: { roomId: string; callId: string };
}

let follow: ((click: Click) => void) | undefined;
let waiting: Click | undefined;

/**
 * Receives the target of clicks on notifications from the service worker. In the first script: the browser delivers its
 * messages once the document is parsed, and `followClicks` is in a later chunk.
 */
export function receiveClicks(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<Click | undefined>) => {
    if (data?.kind !== 'open') return;
    waiting = data;
    flush();
  });
}

function flush(): void {
  if (!follow || !waiting) return;
  const click = waiting;
  waiting = undefined;
  follow(click);
}

/** Follows clicks, also one from before. Returns the function that stops it. */
export function followClicks(run: (click: Click) => void): () => void {
  follow = run;
  flush();
  return () => (follow = undefined);
}
