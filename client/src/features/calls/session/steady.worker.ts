/// <reference lib="webworker" />
declare const self: DedicatedWorkerGlobalScope;

// Its one message is the interval, in ms; it ends with the worker.
self.addEventListener('message', ({ data }: MessageEvent<number>) => {
  setInterval(() => self.postMessage(undefined), data);
});

export {};
