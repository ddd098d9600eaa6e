/** @param ms from now on this process's clock is so much ahead of the true one */
export function setClock(ms: number): void;
