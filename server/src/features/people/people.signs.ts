import type { SignInKind } from '@parley/shared/people';
import type { Server } from '../../platform/context.js';
import { findWhoHasPassword } from '../credentials/credentials.access.js';
import { findWhoIsOfDirectory } from '../directory/directory.change.js';
import { findWhoHasFactors, findWhoHasPasskey } from '../factors/factors.access.js';
import { findWhoHasIdentity } from '../openid/identities.access.js';

/** People of one query: their ids are in it. */
const CHUNK = 1000;

/** By what somebody signs in, and whether they have a second factor. */
export interface Signs {
  signIn: SignInKind[];
  factor: boolean;
}

async function signsOfChunk(server: Server, userIds: string[]): Promise<[string, Signs][]> {
  const [password, passkey, provider, directory, factor] = await Promise.all([
    findWhoHasPassword(server, userIds),
    findWhoHasPasskey(server, userIds),
    findWhoHasIdentity(server, userIds),
    findWhoIsOfDirectory(server, userIds),
    findWhoHasFactors(server, userIds),
  ]);
  const kinds = { password, passkey, provider, directory };
  return userIds.map((userId) => [
    userId,
    {
      signIn: (Object.keys(kinds) as SignInKind[]).filter((kind) => kinds[kind].has(userId)),
      factor: factor.has(userId),
    },
  ]);
}

/** Reads by what these people sign in. */
export async function signsOf(server: Server, userIds: string[]): Promise<Map<string, Signs>> {
  const signs = new Map<string, Signs>();
  for (let at = 0; at < userIds.length; at += CHUNK)
    for (const [userId, one] of await signsOfChunk(server, userIds.slice(at, at + CHUNK)))
      signs.set(userId, one);
  return signs;
}
