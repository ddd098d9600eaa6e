import type { CallMedia, LivekitAccess } from '@parley/shared/calls/call';
import { refusal } from '@parley/shared/refusals';
import jwt from 'jsonwebtoken';
import { AccessToken, RoomServiceClient, ServerError, TrackSource } from 'livekit-server-sdk';
import { z } from 'zod';
import type { Config } from '../../config.js';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import type { Relayed } from './calls.ice.js';

/** First segment of the path below which pages reach LiveKit through this server. */
export const MEDIA_SEGMENT = 'media';

/** How long one can begin to connect with a token, in seconds. LiveKit itself renews the tokens of those who are connected. */
const TOKEN_S = 120;
/** A media server that does not answer within this time is taken as not reachable, in seconds. */
const ANSWER_S = 3;
/** How often a leg that may still be at the media server is removed again: once with each sweep. */
const MOST_REMOVALS = 5;

/** What one leg may send. No data: signals of calls go through this server, which checks who may send them. */
const SOURCES = [
  TrackSource.MICROPHONE,
  TrackSource.CAMERA,
  TrackSource.SCREEN_SHARE,
  TrackSource.SCREEN_SHARE_AUDIO,
];

interface Livekit {
  /** Over http or https. */
  url: URL;
  key: string;
  secret: string;
  rooms: RoomServiceClient;
}

interface State {
  livekit: Livekit | undefined;
  /** Legs that may still be there, and how often they were removed. */
  removals: Map<string, { leg: Relayed; count: number }>;
}

type Settings = Pick<Config, 'LIVEKIT_URL' | 'LIVEKIT_API_KEY' | 'LIVEKIT_API_SECRET'>;

function livekitIn(config: Settings): Livekit | undefined {
  const { LIVEKIT_URL, LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = config;
  if (LIVEKIT_URL === undefined || key === undefined || secret === undefined) return undefined;
  const url = new URL(LIVEKIT_URL.replace(/^ws/, 'http'));
  // Without failover, which requests addresses that nobody has set.
  const rooms = new RoomServiceClient(url.href, key, secret, { requestTimeout: ANSWER_S, failover: false });
  return { url, key, secret, rooms };
}

const stateOf = perServer(({ config }): State => ({ livekit: livekitIn(config), removals: new Map() }));

/** The media server of the settings, if there is one. */
export const livekitOf = (server: Server): Livekit | undefined => stateOf(server).livekit;

/** What carries the media of calls that begin now. */
export const mediaOf = (server: Server): CallMedia => (livekitOf(server) ? 'livekit' : 'mesh');

/** A leg of one epoch as a participant: after it has left and joined again it is another. */
const identityOf = ({ legId, epoch }: Pick<Relayed, 'legId' | 'epoch'>): string => `${legId}:${epoch}`;

/** Access to the media of one call, for one leg. @throws calls.mediaServer where no media server is set up any more */
export async function accessFor(server: Server, leg: Relayed): Promise<LivekitAccess> {
  const livekit = livekitOf(server);
  if (!livekit) throw refusal('calls.mediaServer');
  const token = new AccessToken(livekit.key, livekit.secret, { identity: identityOf(leg), ttl: TOKEN_S });
  token.addGrant({
    roomJoin: true,
    room: leg.callId,
    canPublish: true,
    canPublishSources: SOURCES,
    canPublishData: false,
    canSubscribe: true,
    canUpdateOwnMetadata: false,
  });
  return { path: `/${MEDIA_SEGMENT}`, token: await token.toJwt() };
}

const claims = z.object({
  sub: z.string().regex(/^[^:]+:\d+$/),
  video: z.object({ roomJoin: z.literal(true), room: z.string().regex(/^[0-9a-f]{24}$/) }),
});

/** The leg that a token is of, by its signature alone; undefined for one that is not valid, or of somebody else. */
export function legOfToken(server: Server, token: string): Relayed | undefined {
  const livekit = livekitOf(server);
  if (!livekit) return undefined;
  try {
    // Also of a token that LiveKit has renewed: it signs with the same key.
    const payload = jwt.verify(token, livekit.secret, { algorithms: ['HS256'], issuer: livekit.key });
    if (typeof payload === 'string' || payload.exp === undefined) return undefined;
    const { sub, video } = claims.parse(payload);
    const [legId = '', epoch] = sub.split(':');
    return { callId: video.room, legId, epoch: Number(epoch) };
  } catch {
    return undefined;
  }
}

/** Whether the media server answers, and accepts the key. @returns why not */
async function faultOf({ rooms }: Livekit): Promise<unknown> {
  try {
    await rooms.listRooms(['none']);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Tries the media server of the settings. @returns undefined where there is none */
export async function probeMedia(
  config: Settings,
): Promise<'mediaWorks' | 'mediaSecret' | 'mediaUnreachable' | undefined> {
  const livekit = livekitIn(config);
  if (!livekit) return undefined;
  const fault = await faultOf(livekit);
  if (fault === undefined) return 'mediaWorks';
  return fault instanceof ServerError && (fault.status === 401 || fault.status === 403)
    ? 'mediaSecret'
    : 'mediaUnreachable';
}

/** Whether calls can be carried now: also where no media server is needed. */
export async function isMediaReachable(server: Server): Promise<boolean> {
  const livekit = livekitOf(server);
  if (!livekit) return true;
  const fault = await faultOf(livekit);
  if (fault === undefined) return true;
  server.log.warn(
    { err: fault },
    'the media server for calls cannot be used; check LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET',
  );
  return false;
}

/** Before anybody is called, or joins. @throws calls.mediaServer */
export async function requireMedia(server: Server, media: CallMedia): Promise<void> {
  if (media === 'mesh') return;
  if (!livekitOf(server) || !(await isMediaReachable(server))) throw refusal('calls.mediaServer');
}

/** Removes a leg from the media server, at once and again: it may be about to connect, or the media server out of reach. */
export function removeFromLivekit(server: Server, leg: Relayed): void {
  const { livekit, removals } = stateOf(server);
  if (!livekit) return;
  removals.set(`${leg.callId}:${identityOf(leg)}`, { leg, count: 0 });
  void remove(server, leg);
}

/** Repeats removals: the media server may have admitted a leg in between. */
export function repeatRemovals(server: Server): void {
  const { removals } = stateOf(server);
  for (const [key, removal] of removals) {
    if (++removal.count >= MOST_REMOVALS) removals.delete(key);
    void remove(server, removal.leg);
  }
}

async function remove(server: Server, leg: Relayed): Promise<void> {
  const { livekit, removals } = stateOf(server);
  const identity = identityOf(leg);
  // Tokens of before are void, also those that LiveKit has renewed.
  const revokeTokenTs = BigInt(Math.floor(Date.now() / 1000) + 1);
  try {
    await livekit?.rooms.removeParticipant(leg.callId, identity, { revokeTokenTs });
    removals.delete(`${leg.callId}:${identity}`);
  } catch (error) {
    // It has left by itself, or was never there.
    if (error instanceof ServerError && error.status === 404) return;
    server.log.warn({ err: error, callId: leg.callId }, 'a leg could not be removed from the media server');
  }
}
