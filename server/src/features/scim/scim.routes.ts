import { objectId } from '@parley/shared/ids';
import { createdScimToken, createScimTokenInput, scimTokenView } from '@parley/shared/scim';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { ScimFault } from './scim.errors.js';
import { listOf } from './scim.list.js';
import type { Json } from './scim.names.js';
import type { Handle, Method } from './scim.router.js';
import { configOf, schemasOf, typesOf } from './scim.schemas.js';
import { createScimToken, listScimTokens, revokeScimToken } from './tokens.actions.js';

const one = (of: (base: string) => Json[]): Handle => {
  return ({ base, id }) => {
    const found = of(base).find((resource) => resource['id'] === id);
    if (!found) return Promise.reject(new ScimFault(404, 'There is no such resource.'));
    return Promise.resolve({ body: found });
  };
};
const all = (of: (base: string) => Json[]): Handle => {
  return ({ base, request }) => {
    // Source: RFC 7644, 4.
    if (request.query['filter'] !== undefined)
      return Promise.reject(new ScimFault(403, 'Filters are not for these resources.'));
    const resources = of(base);
    return Promise.resolve({ body: listOf(resources, resources.length, 1) });
  };
};

/** What a program reads to know this server. */
export const discoveryRoutes: readonly [Method, string, Handle][] = [
  ['get', '/ServiceProviderConfig', ({ base }) => Promise.resolve({ body: configOf(base) })],
  ['get', '/Schemas', all(schemasOf)],
  ['get', '/Schemas/:id', one(schemasOf)],
  ['get', '/ResourceTypes', all(typesOf)],
  ['get', '/ResourceTypes/:id', one(typesOf)],
];

/** The tokens of provisioning programs, for owners. */
export function mountScimTokens(routes: Routes): void {
  route(
    routes,
    ['get', '/provisioning/tokens'],
    {
      summary: 'List the tokens of provisioning programs, as an owner',
      scope: 'admin',
      answer: z.strictObject({ tokens: z.array(scimTokenView) }),
    },
    async (actor) => ({ tokens: await listScimTokens(actor) }),
  );
  route(
    routes,
    ['post', '/provisioning/tokens'],
    {
      summary: 'Make a token for a provisioning program (SCIM), as an owner',
      scope: 'admin',
      proof: true,
      body: createScimTokenInput,
      answer: createdScimToken,
      status: 201,
    },
    (actor, { body }) => createScimToken(actor, body),
  );
  route(
    routes,
    ['delete', '/provisioning/tokens/:tokenId'],
    {
      summary: 'Revoke the token of a provisioning program, as an owner',
      scope: 'admin',
      params: z.strictObject({ tokenId: objectId }),
    },
    (actor, { params }) => revokeScimToken(actor, params.tokenId),
  );
}
