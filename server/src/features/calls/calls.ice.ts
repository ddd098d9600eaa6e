import { createHash, randomUUID } from 'node:crypto';
import { Relay } from '@parley/relay';
import type { IceServer } from '@parley/shared/calls/call';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import type { CallDoc } from './calls.model.js';
import { credentialOf, relaySecretOf, turnUrlsOf } from './calls.turn.js';

/** How long allocations can be made with a credential, in seconds: longer than any call. */
const CREDENTIAL_S = 24 * 60 * 60;
/** Legs that have left, which the relay refuses; older ones have lost their allocations long ago. */
const MOST_ENDED = 20_000;

interface Running {
  relay: Relay | undefined;
  ended: Set<string>;
}

const runningOf = perServer((): Running => ({ relay: undefined, ended: new Set() }));

const secretOf = (server: Server): string => relaySecretOf(server.secrets.accessToken);

/** Starts the relay of this node. A port that is taken is no reason not to start: calls then connect directly. */
export async function startRelay(server: Server): Promise<void> {
  const { RELAY_PORT } = server.config;
  if (RELAY_PORT === 0) return;
  const running = runningOf(server);
  try {
    running.relay = await Relay.start({
      // On all addresses, whatever HOST is: a proxy carries HTTP alone.
      port: RELAY_PORT,
      secret: secretOf(server),
      isLive: ({ member }) => !running.ended.has(member),
      onError: (error) => server.log.error({ err: error }, 'the relay failed at a datagram'),
    });
  } catch (error) {
    server.log.warn(
      { err: error, port: RELAY_PORT },
      'the relay for calls could not start; set RELAY_PORT to a free UDP port, or to 0',
    );
  }
}

export async function stopRelay(server: Server): Promise<void> {
  await runningOf(server).relay?.close();
}

/** The relay that a call started on this node uses. */
export function relayOf(server: Server): CallDoc['relay'] {
  const { relay } = runningOf(server);
  return relay ? { host: server.config.RELAY_HOST ?? null, port: relay.port } : null;
}

/** A leg of one epoch as a member of the relay: after it has left and joined again it is another. */
export interface Relayed {
  callId: string;
  legId: string;
  epoch: number;
}

/** Of 43 characters; a relay takes 64. */
const memberOf = ({ callId, legId, epoch }: Relayed): string =>
  createHash('sha256').update(`${callId}:${legId}:${epoch}`).digest('base64url');

/** Ends what a leg holds of the relay of this node, and refuses it from now on. */
export function endRelayed(server: Server, leg: Relayed): void {
  const { relay, ended } = runningOf(server);
  if (!relay) return;
  const member = memberOf(leg);
  ended.add(member);
  for (const oldest of ended) {
    if (ended.size <= MOST_ENDED) break;
    ended.delete(oldest);
  }
  relay.end(member);
}

/** How long the credentials of a test are valid, in seconds. */
const TEST_S = 60;

/**
 * The relays, for a test by one person: they reach nothing but their own test.
 *
 * @param builtIn with the relay of this server, which calls by a media server do not use
 */
export function iceServersForTest(server: Server, userId: string, builtIn: boolean): IceServer[] {
  const username = `${Math.floor(Date.now() / 1000) + TEST_S}:test-${userId}:${randomUUID()}`;
  return relaysFor(server, builtIn ? relayOf(server) : null, username);
}

/** The STUN and TURN servers of one leg, with credentials of its own. The built-in relay refuses them once it has left. */
export function iceServersFor(
  server: Server,
  call: CallDoc,
  { legId, epoch }: Pick<Relayed, 'legId' | 'epoch'>,
): IceServer[] {
  const callId = String(call._id);
  const username = `${Math.floor(Date.now() / 1000) + CREDENTIAL_S}:${callId}:${memberOf({ callId, legId, epoch })}`;
  return relaysFor(server, call.relay, username);
}

function relaysFor(server: Server, relay: CallDoc['relay'], username: string): IceServer[] {
  const { TURN_SECRET } = server.config;
  const servers: IceServer[] = [];
  if (relay) {
    const at = `${relay.host ?? '{host}'}:${relay.port}`;
    servers.push({ urls: [`stun:${at}`] });
    servers.push({ urls: [`turn:${at}?transport=udp`], ...credentialOf(secretOf(server), username) });
  }
  const urls = turnUrlsOf(server.config);
  if (urls.length > 0 && TURN_SECRET !== undefined)
    servers.push({ urls, ...credentialOf(TURN_SECRET, username) });
  return servers;
}
