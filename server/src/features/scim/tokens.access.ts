import type { Request } from 'express';
import type { Actor, From, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { programActor } from '../../platform/programActor.js';
import { refusalKey } from '../../platform/rateLimit.js';
import { hashToken } from '../../platform/secrets.js';
import { ScimFault } from './scim.errors.js';
import { scimLimit } from './scim.limits.js';
import { ScimTokens } from './scim.model.js';

/** Interval between two writes of a token's last use, in ms. */
const NOTE_USE_EVERY_MS = 60_000;
const MOST_CACHED = 1000;

/** A provisioning program. */
export type ScimActor = Actor & { program: 'scim' };

/** Hashes of tokens that were verified lately: neighbours who guess do not limit them. */
const recentlyRight = perServer(() => new Set<string>());

/**
 * The program of a request, before anything of it is read. Wrong tokens count against the address.
 * @throws ScimFault 401, AppError rate_limited
 */
export async function authenticateScim(server: Server, request: Request, from: From): Promise<ScimActor> {
  const [, token] = /^bearer +([\w-]{1,200})$/i.exec(request.get('authorization') ?? '') ?? [];
  const right = recentlyRight(server);
  const hash = hashToken(token ?? '');
  const refusedAs = refusalKey.address(request.ip);
  if (!right.has(hash)) await server.limits.checkRefusals(refusedAs);
  const found = token === undefined ? null : await ScimTokens(server).findOne({ hash }).lean();
  if (!found) {
    right.delete(hash);
    await server.limits.countRefusal(refusedAs);
    throw new ScimFault(401, 'The token is missing, or not valid.');
  }
  if (right.size >= MOST_CACHED) right.clear();
  right.add(hash);
  await server.limits.take(scimLimit, String(found._id));
  const now = new Date();
  if ((found.lastUsedAt?.getTime() ?? 0) < now.getTime() - NOTE_USE_EVERY_MS)
    await ScimTokens(server).updateOne({ _id: found._id }, { $set: { lastUsedAt: now } });
  return {
    ...programActor(server, 'scim', found.managesOwners ? 'owner' : 'admin'),
    program: 'scim',
    sessionId: String(found._id),
    from,
  };
}
