let follow: ((path: string) => void) | undefined;
let waiting: string | undefined;

/**
 * Receives from the service worker where clicks on its notifications lead. From the first script on: the browser delivers its messages
 * once the document is parsed, and what follows them comes with a later part.
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

/** Follows clicks, also one that came before. Returns how to stop. */
export function followClicks(navigate: (path: string) => void): () => void {
  follow = navigate;
  flush();
  return () => (follow = undefined);
}
