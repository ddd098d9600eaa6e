import { z } from 'zod';
import { TOKEN_PREFIX } from './accessTokens.js';
import { boundedText } from './boundedText.js';
import { objectId } from './ids.js';
import { limits } from './limits.js';

/** The prefix of the tokens of provisioning programs, so that scanners find leaked ones. */
export const SCIM_TOKEN_PREFIX = `${TOKEN_PREFIX}scim_`;

/** Tokens of one workspace. */
export const MOST_SCIM_TOKENS = 10;

export const scimTokenView = z
  .strictObject({
    tokenId: objectId,
    name: z.string(),
    /** It may change owners and admins, too. */
    managesOwners: z.boolean(),
    createdBy: objectId,
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ScimToken' });
export type ScimTokenView = z.infer<typeof scimTokenView>;

export const createScimTokenInput = z.strictObject({
  name: boundedText(1, limits.tokenName),
  managesOwners: z.boolean().default(false),
});
export type CreateScimTokenInput = z.infer<typeof createScimTokenInput>;

/** The only response that contains the token. */
export const createdScimToken = scimTokenView.extend({ token: z.string() }).meta({ id: 'CreatedScimToken' });
export type CreatedScimToken = z.infer<typeof createdScimToken>;
