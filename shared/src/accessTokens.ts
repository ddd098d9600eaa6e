import { z } from 'zod';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { boundedText } from './boundedText.js';

/** What a token may do: read what its owner can, also write in their name, or also manage the workspace as far as they may. */
export const tokenScope = z.enum(['read', 'write', 'admin']);
export type TokenScope = z.infer<typeof tokenScope>;

/** The prefix of every token, so that scanners find leaked ones. */
export const TOKEN_PREFIX = 'parley_';

export const accessTokenView = z
  .strictObject({
    tokenId: objectId,
    name: z.string(),
    scope: tokenScope,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AccessToken' });
export type AccessTokenView = z.infer<typeof accessTokenView>;

export const createAccessTokenInput = z.strictObject({
  name: boundedText(1, limits.tokenName),
  scope: tokenScope,
  /** Null for one that does not expire. */
  days: z.number().int().min(1).max(3650).nullable().default(90),
});
export type CreateAccessTokenInput = z.infer<typeof createAccessTokenInput>;

/** The only response that contains the token. */
export const createdAccessToken = accessTokenView
  .extend({ token: z.string() })
  .meta({ id: 'CreatedAccessToken' });
export type CreatedAccessToken = z.infer<typeof createdAccessToken>;
