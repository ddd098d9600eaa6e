import type { PollPart } from './poll.js';

/** Whether a poll has ended. After its closing time it is closed before the server has stored that. `now` in ms since 1970. */
export const isPollClosed = ({ closedAt, closesAt }: PollPart, now: number): boolean =>
  closedAt !== null || (closesAt !== null && Date.parse(closesAt) <= now);
