import { refusal } from '@parley/shared/refusals';
import type { UserDoc } from './users.model.js';

/** The end of what has none. */
export const FOREVER = new Date('9999-12-31T00:00:00Z');

/** The end of a ban on the wire. @returns null for none */
export const viewEnd = (until: Date): string | null =>
  until.getTime() >= FOREVER.getTime() ? null : until.toISOString();

/** A time inside a sentence, in no language: the page of the person has it in theirs where it can. */
export const spokenTime = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Whether nobody may sign in to this account now. */
export const isBanned = ({ ban }: Pick<UserDoc, 'ban'>): boolean =>
  ban !== undefined && ban.until.getTime() > Date.now();

/** Only after somebody has shown who they are: to anybody else an account does not show. @throws forbidden with end and reason */
export function requireNotBanned(user: Pick<UserDoc, 'ban'>): void {
  const { ban } = user;
  if (!ban || !isBanned(user)) return;
  const { reason } = ban;
  throw viewEnd(ban.until) === null
    ? refusal('bans.forever', { reason })
    : refusal('bans.until', { until: spokenTime(ban.until), reason });
}
