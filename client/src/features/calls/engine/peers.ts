import type { Peer } from './engine';

/**
 * Which of two legs makes the first offer: the one that joined later, so that a newcomer connects to all at once and
 * nobody else has to act.
 *
 * @returns true for the own leg; the other leg computes the opposite
 */
export function offersFirst(own: Peer, other: Peer): boolean {
  const later = Date.parse(own.joinedAt) - Date.parse(other.joinedAt);
  return later === 0 || Number.isNaN(later) ? own.legId > other.legId : later > 0;
}

/** Of two legs whose offers cross, the polite one withdraws its own (perfect negotiation, WebRTC 1.0 section 10.7). */
export const isPolite = (own: Peer, other: Peer): boolean => own.legId < other.legId;
