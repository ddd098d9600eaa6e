/**
 * Puts the clock of a process forward or back: of one that is started with `--import` of this file by CLOCK_OFFSET_MS, of the one that
 * imports it by `setClock`. Timers are not touched, as with a real clock that is set.
 */
const RealDate = Date;
let offset = Number(process.env['CLOCK_OFFSET_MS'] ?? 0);

/** @param {number} ms from now on the clock is so much ahead of the true one */
export function setClock(ms) {
  offset = ms;
}

/** What a clock shows that nobody has put forward or back, in ms since 1970. */
export const trueNow = () => RealDate.now();

const now = () => RealDate.now() + offset;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => (args.length === 0 ? new target(now()) : new target(...args)),
  apply: (target) => new target(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
