import { z } from 'zod';

/** What a check of the settings of calls has found. */
export const callCheckVerdict = z.enum([
  'works',
  /** Turned off by a setting. */
  'off',
  /** The port is free, and the server takes it when it starts. */
  'ready',
  /** The port is free although the server runs. */
  'notRunning',
  /** Another program has the port. */
  'portTaken',
  'noAnswer',
  /** From the server itself; some routers let nobody reach their own address from inside. */
  'unconfirmed',
  'secret',
  'clocks',
  'unknownName',
  'portClosed',
  'certificate',
  /** What answers is no TURN server. */
  'foreign',
  /** The address cannot be read. */
  'malformed',
  /** TURN over DTLS, which the server cannot try. */
  'untested',
  /** The server has no more room, or refuses for a reason of its own. */
  'refused',
  /** The media server answers and accepts the key. */
  'mediaWorks',
  'mediaSecret',
  'mediaUnreachable',
]);
export type CallCheckVerdict = z.infer<typeof callCheckVerdict>;

export const callCheck = z
  .strictObject({
    /** The built-in relay on the server itself, the same by the address that browsers use, a TURN server of one's own, and LiveKit. */
    what: z.enum(['relay', 'relayOutside', 'turn', 'livekit']),
    /** What was tried: an address, or a port. */
    target: z.string().max(2000),
    verdict: callCheckVerdict,
    /** How long it took, in ms; null without an answer. */
    ms: z.number().int().nullable(),
  })
  .meta({ id: 'CallCheck' });
export type CallCheck = z.infer<typeof callCheck>;

/** The settings of calls, for an admin. Secrets are not in it. */
export const callSettings = z
  .strictObject({
    /** The UDP port of the built-in relay; 0 turns it off. */
    relayPort: z.number().int(),
    /** Null for the host of the page. */
    relayHost: z.string().max(253).nullable(),
    turnUrls: z.array(z.string().max(2000)).max(1000),
    hasTurnSecret: z.boolean(),
    /** Null where calls go from browser to browser. */
    livekitUrl: z.string().max(2000).nullable(),
  })
  .meta({ id: 'CallSettings' });
export type CallSettings = z.infer<typeof callSettings>;

const good: readonly CallCheckVerdict[] = ['works', 'off', 'ready', 'mediaWorks'];
const unsure: readonly CallCheckVerdict[] = ['unconfirmed', 'untested'];

/** How much a verdict matters. */
export const stateOfCheck = (verdict: CallCheckVerdict): 'ok' | 'warning' | 'fault' =>
  good.includes(verdict) ? 'ok' : unsure.includes(verdict) ? 'warning' : 'fault';
