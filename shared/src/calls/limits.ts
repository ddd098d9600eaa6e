/** The limits of calls. */
export const callLimits = {
  /** Rings of a direct message or group last this long, in ms. */
  ringMs: 45_000,
  /** Interval of a leg's heartbeats, in ms. */
  beatMs: 10_000,
  /** A leg without a heartbeat for this long is gone, in ms. */
  silenceMs: 30_000,
  /** A leg whose connection has closed may come back within this time, in ms: a reload, a change of network. */
  awayMs: 5_000,
  /** A call that everybody has lost ends after this time, in ms. */
  emptyMs: 15_000,
  /** UTF-16 units of a session description; eight people with video make some 10,000. */
  description: 64_000,
  /** Candidates sent together, and units of each. */
  candidates: 50,
  candidate: 1000,
  /** Legs and invitations that the document of a call stores: those that left first are dropped. */
  legsStored: 200,
};

/** What a call carries, by what carries its media. */
export const mediaLimits = {
  /** Each person sends to each other one: a laptop and a home line carry about this many. Measured (docs/calls.md). */
  mesh: { people: 8, cameras: 4, screens: 1 },
  /** Each person sends once. More cameras than this are no faces any more, and a laptop decodes about as many. */
  livekit: { people: 100, cameras: 25, screens: 1 },
} as const;
