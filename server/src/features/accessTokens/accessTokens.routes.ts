import { accessTokenView, createAccessTokenInput, createdAccessToken } from '@parley/shared/accessTokens';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listAccessTokens } from './accessTokens.access.js';
import { createAccessToken, revokeAccessToken, viewAccessToken } from './accessTokens.actions.js';

export function mountAccessTokens(routes: Routes): void {
  route(
    routes,
    ['get', '/me/tokens'],
    {
      summary: 'List your access tokens',
      answer: z.strictObject({ tokens: z.array(accessTokenView) }),
      personal: true,
    },
    async (actor) => ({
      tokens: (await listAccessTokens(actor)).map(viewAccessToken),
    }),
  );
  route(
    routes,
    ['post', '/me/tokens'],
    {
      summary: 'Make an access token',
      answer: createdAccessToken,
      proof: true,
      body: createAccessTokenInput,
      status: 201,
    },
    (actor, { body }) => createAccessToken(actor, body),
  );
  route(
    routes,
    ['delete', '/me/tokens/:tokenId'],
    { summary: 'Revoke an access token', personal: true, params: z.strictObject({ tokenId: objectId }) },
    (actor, { params }) => revokeAccessToken(actor, params.tokenId),
  );
}
