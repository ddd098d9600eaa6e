/**
 * The path below which the server serves this page: `''`, or `/chat` (the server's PUBLIC_URL). One build serves any: its scripts
 * lie in `assets/` below it and know their own address; in development this file does. Programs without a page have none.
 */
export const base =
  /^https?:\/\/[^/]+(.*)\/(?:assets|src\/platform)\/[^/]+$/.exec(import.meta.url)?.[1] ?? '';
