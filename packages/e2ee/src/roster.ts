import { fromBase64url, toBase64url } from './bytes.js';
import { failure } from './failure.js';
import { hashOf } from './keys.js';

/** Where the chain of a member ends, as somebody sees it. */
export interface RosterMember {
  userId: string;
  /** The number of the last entry. */
  n: number;
  /** Its hash, base64url. */
  head: string;
}

/**
 * The hash of all members with the heads of their chains. It travels in each message and each epoch record: a server that shows two
 * people two chains is found out by the next message between them.
 * @returns base64url of 32 bytes, the same for each order of the members
 * @throws E2eeError malformed, for somebody who is in twice
 */
export async function rosterHash(members: readonly RosterMember[]): Promise<string> {
  const sorted = members.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
  if (sorted.some(({ userId }, i) => sorted[i + 1]?.userId === userId)) throw failure('malformed', 'roster');
  const fields = sorted.map(({ userId, n, head }) => [userId, n, fromBase64url(head, 32)]);
  return toBase64url(await hashOf('roster', [fields]));
}
