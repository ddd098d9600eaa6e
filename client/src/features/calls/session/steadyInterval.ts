/**
 * Runs at an interval, also in a page that is hidden: Chromium lets timers of such a page run once a minute, after five minutes
 * and unless it plays sound or has a connection of WebRTC, as alone in a call. Timers of a worker go on. Where there are no workers the
 * page's own timer has to do.
 *
 * @param ms the interval
 * @returns ends it
 */
export function steadyInterval(run: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const fallBack = (): void => void (timer ??= setInterval(run, ms));
  let worker: Worker | undefined;
  try {
    worker = new Worker(new URL('./steady.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', run);
    worker.addEventListener('error', fallBack);
    worker.postMessage(ms);
  } catch {
    fallBack();
  }
  return () => {
    worker?.terminate();
    clearInterval(timer);
  };
}
