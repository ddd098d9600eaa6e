/** What a TURN server does with an allocation, or why it cannot be reached. */
export type Probed =
  /** `ms` from the first datagram to the allocation. */
  | { kind: 'works'; ms: number }
  | { kind: 'unknownName' | 'closed' | 'noAnswer' | 'foreign' | 'malformed' | 'untested' }
  | { kind: 'certificate'; reason: string }
  /** The code of STUN or TURN, such as 401. */
  | { kind: 'refused'; code: number };
