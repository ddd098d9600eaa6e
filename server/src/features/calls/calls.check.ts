import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { probe, type Probed } from '@parley/relay';
import type { CallCheck, CallCheckVerdict } from '@parley/shared/calls/check';
import type { Config } from '../../config.js';
import { probeMedia } from './calls.livekit.js';
import { credentialOf, turnUrlsOf } from './calls.turn.js';

/** What the checks need. Both the running server and `npm run doctor` have it. */
export interface CheckContext {
  config: Pick<
    Config,
    | 'RELAY_PORT'
    | 'RELAY_HOST'
    | 'PUBLIC_URL'
    | 'TURN_URLS'
    | 'TURN_SECRET'
    | 'LIVEKIT_URL'
    | 'LIVEKIT_API_KEY'
    | 'LIVEKIT_API_SECRET'
  >;
  /** Of the built-in relay; undefined before the first start. */
  relaySecret: string | undefined;
  /** The server runs; else what it would take at its start is only looked at. */
  isRunning: boolean;
}

type Found = Pick<CallCheck, 'verdict' | 'ms'>;
type Check = (context: CheckContext) => Promise<CallCheck[]>;

const VALID_S = 60;
/** Valid by any clock. */
const LONG_S = 10 * 365 * 24 * 60 * 60;
/** Addresses that are tried; nobody has more. */
const MOST_URLS = 20;

const verdicts: Record<Exclude<Probed['kind'], 'refused'>, CallCheckVerdict> = {
  works: 'works',
  unknownName: 'unknownName',
  closed: 'portClosed',
  noAnswer: 'noAnswer',
  foreign: 'foreign',
  malformed: 'malformed',
  untested: 'untested',
  certificate: 'certificate',
};

/** Codes of a credential that is not accepted (RFC 8489 §18.3, RFC 8656 §19). */
const isForeignName = (probed: Probed): boolean =>
  probed.kind === 'refused' && [401, 403, 441].includes(probed.code);

const probeFor = (url: string, secret: string, seconds: number): Promise<Probed> =>
  probe(url, credentialOf(secret, `${Math.floor(Date.now() / 1000) + seconds}:check:server`));

/** Makes an allocation with a secret. A name that only a later time makes valid is a matter of clocks. */
async function check(url: string, secret: string): Promise<Found> {
  const probed = await probeFor(url, secret, VALID_S);
  if (isForeignName(probed)) {
    const later = await probeFor(url, secret, LONG_S);
    return { verdict: isForeignName(later) ? 'secret' : 'clocks', ms: null };
  }
  if (probed.kind === 'refused') return { verdict: 'refused', ms: null };
  return { verdict: verdicts[probed.kind], ms: probed.kind === 'works' ? probed.ms : null };
}

/** Whether nobody has this UDP port. */
async function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp6');
  try {
    socket.bind(port);
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

/** The built-in relay, from the machine it runs on. */
const relayHere: Check = async ({ config: { RELAY_PORT }, relaySecret, isRunning }) => {
  const found = async (): Promise<Found> => {
    if (RELAY_PORT === 0) return { verdict: 'off', ms: null };
    if (await isFree(RELAY_PORT)) return { verdict: isRunning ? 'notRunning' : 'ready', ms: null };
    if (relaySecret === undefined) return { verdict: 'portTaken', ms: null };
    const seen = await check(`turn:127.0.0.1:${RELAY_PORT}`, relaySecret);
    return seen.verdict === 'works' ? seen : { verdict: 'portTaken', ms: null };
  };
  return [{ what: 'relay', target: String(RELAY_PORT), ...(await found()) }];
};

/** The built-in relay by the address that browsers use. */
const relayOutside: Check = async ({ config, relaySecret }) => {
  const { RELAY_PORT, RELAY_HOST, PUBLIC_URL } = config;
  const host = RELAY_HOST ?? (PUBLIC_URL === undefined ? undefined : new URL(PUBLIC_URL).hostname);
  if (RELAY_PORT === 0 || host === undefined || relaySecret === undefined || (await isFree(RELAY_PORT)))
    return [];
  const target = `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${RELAY_PORT}`;
  const { verdict, ms } = await check(`turn:${target}`, relaySecret);
  const isUnsure = verdict === 'noAnswer' || verdict === 'portClosed';
  return [{ what: 'relayOutside', target, verdict: isUnsure ? 'unconfirmed' : verdict, ms }];
};

/** The TURN servers of one's own. A configuration with addresses has a secret. */
const turnServers: Check = ({ config }) =>
  Promise.all(
    turnUrlsOf(config)
      .slice(0, MOST_URLS)
      .map(async (target) => ({
        what: 'turn' as const,
        target,
        ...(await check(target, config.TURN_SECRET ?? '')),
      })),
  );

/** The media server. */
const mediaServer: Check = async ({ config }) => {
  const began = performance.now();
  const probed = await probeMedia(config);
  if (probed === undefined) return [];
  const ms = probed === 'mediaWorks' ? Math.round(performance.now() - began) : null;
  return [{ what: 'livekit', target: config.LIVEKIT_URL ?? '', verdict: probed, ms }];
};

/** What is checked; each entry stands for itself. */
const checks: readonly Check[] = [relayHere, relayOutside, turnServers, mediaServer];

/** Tries what carries calls, from the server's side. Takes some seconds where something does not answer. */
export async function checkCalls(context: CheckContext): Promise<CallCheck[]> {
  return (await Promise.all(checks.map((run) => run(context)))).flat();
}
