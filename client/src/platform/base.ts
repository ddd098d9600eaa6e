/**
 * The path below which the server serves this page: `''`, or `/chat` (the server's PUBLIC_URL). One build works for any: its scripts
 * are in `assets/` below it and have their own address; in development this file has. Without a page there is none.
 */
export const base =
  /^https?:\/\/[^/]+(.*)\/(?:assets|src\/platform)\/[^/]+$/.exec(import.meta.url)?.[1] ?? '';
