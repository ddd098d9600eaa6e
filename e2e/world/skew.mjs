/**
 * Sets the clock of a process forward or back: by CLOCK_OFFSET_MS for one that is started with `--import` of this file, by `setClock`
 * for one that imports it. Timers are not affected, as when a real clock is set.
 */
const RealDate = Date;
let offset = Number(process.env['CLOCK_OFFSET_MS'] ?? 0);

/** @param {number} ms offset of the clock from the true one, from now on */
export function setClock(ms) {
  offset = ms;
}

/** The true time, in ms since 1970. */
export const trueNow = () => RealDate.now();

const now = () => RealDate.now() + offset;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => (args.length === 0 ? new target(now()) : new target(...args)),
  apply: (target) => new target(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
