let follow: ((path: string) => void) | undefined;
let waiting: string | undefined;

/**
 * Receives the target of clicks on notifications from the service worker. In the first script: the browser delivers its
 * messages once the document is parsed, and `followClicks` is in a later chunk.
 */
export function receiveClicks(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent) => {
    const { kind, path } = (data ?? {}) as { kind?: string; path?: string };
    if (kind !== 'open') return;
    waiting = path;
    flush();
  });
}

function flush(): void {
  if (!follow || waiting === undefined) return;
  const path = waiting;
  waiting = undefined;
  follow(path);
}

/** Follows clicks, also one from before. Returns the function that stops it. */
export function followClicks(navigate: (path: string) => void): () => void {
  follow = navigate;
  flush();
  return () => (follow = undefined);
}
