import { objectId } from '@parley/shared/ids';
import { anyTokenPage, integrationsQuery } from '@parley/shared/integrations';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listAnyTokens, revokeAnyToken } from './anyTokens.actions.js';

export function mountAnyTokens(routes: Routes): void {
  route(
    routes,
    ['get', '/admin/tokens'],
    {
      summary: 'List everybody’s access tokens, the newest first',
      scope: 'admin',
      query: integrationsQuery,
      answer: anyTokenPage,
    },
    (actor, { query }) => listAnyTokens(actor, query),
  );
  route(
    routes,
    ['delete', '/admin/tokens/:tokenId'],
    {
      summary: 'Revoke anybody’s access token; those of owners and admins only as an owner',
      scope: 'admin',
      params: z.strictObject({ tokenId: objectId }),
    },
    (actor, { params }) => revokeAnyToken(actor, params.tokenId),
  );
}
