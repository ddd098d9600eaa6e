/** @param ms from now on this process's clock is so much ahead of the true one */
export function setClock(ms: number): void;

/** What a clock shows that nobody has put forward or back, in ms since 1970. */
export function trueNow(): number;
