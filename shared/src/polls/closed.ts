import type { PollPart } from './poll.js';

/** Has a poll ended? One whose time has come is closed before the server has noted it. `now` in ms since 1970. */
export const isPollClosed = ({ closedAt, closesAt }: PollPart, now: number): boolean =>
  closedAt !== null || (closesAt !== null && Date.parse(closesAt) <= now);
