/** The numbers of STUN and TURN: RFC 8489 §18, RFC 8656 §17–19. */

/** In each message; also what addresses are XORed with. */
export const COOKIE = 0x2112a442;

export const METHOD = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  createPermission: 0x008,
  bindChannel: 0x009,
} as const;

/** Indications: a client sends with one, and receives with the other what came over no channel. */
export const SEND = 0x016;
export const DATA = 0x017;

export const SUCCESS = 0x100;
export const ERROR = 0x110;

export const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  unknown: 0x000a,
  channel: 0x000c,
  lifetime: 0x000d,
  peer: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  relayed: 0x0016,
  family: 0x0017,
  evenPort: 0x0018,
  transport: 0x0019,
  /** Nothing is fragmented here: a datagram is carried whole or dropped. */
  dontFragment: 0x001a,
  mapped: 0x0020,
} as const;

/** The first that a receiver may ignore. One below it that is not known fails the request. */
export const FIRST_OPTIONAL = 0x8000;

/** The protocol number of UDP, the only transport between a client and its relayed address here. */
export const UDP = 17;

export const FAMILY = { v4: 1, v6: 2 } as const;

/** Channel numbers, which begin a datagram instead of a message (RFC 5766 §11; RFC 8656 stops at 0x4fff, clients do not). */
export const CHANNELS = { first: 0x4000, last: 0x7fff } as const;

export const REASON: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  420: 'Unknown Attribute',
  437: 'Allocation Mismatch',
  438: 'Stale Nonce',
  440: 'Address Family not Supported',
  441: 'Wrong Credentials',
  442: 'Unsupported Transport Protocol',
  486: 'Allocation Quota Reached',
  508: 'Insufficient Capacity',
};
