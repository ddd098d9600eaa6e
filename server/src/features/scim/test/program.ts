import type { CreatedScimToken } from '@parley/shared/scim';
import { expect } from 'vitest';
import type { Person, TestServer } from '../../../test/startServer.js';
import { PATCH_OP, USER, type Json } from '../scim.names.js';

export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A provisioning program. */
export async function program(owner: Person, server: TestServer, managesOwners = false) {
  const { token } = (await owner.post('/provisioning/tokens', { name: 'Okta', managesOwners }).expect(201))
    .body as CreatedScimToken;
  const send = (verb: Verb, path: string, at = server) =>
    at.api()[verb](`/scim/v2${path}`).set('authorization', `Bearer ${token}`).type('application/scim+json');
  return {
    token,
    send,
    make: async (userName: string, more: object = {}): Promise<Json> =>
      (
        await send('post', '/Users')
          .send(JSON.stringify({ schemas: [USER], userName, ...more }))
          .expect(201)
      ).body as Json,
    patch: (id: unknown, ...Operations: object[]) =>
      send('patch', `/Users/${String(id)}`).send(JSON.stringify({ schemas: [PATCH_OP], Operations })),
    find: async (filter: string): Promise<string[]> => {
      const answer = await send('get', `/Users?filter=${encodeURIComponent(filter)}`).expect(200);
      return (answer.body as { Resources: Json[] }).Resources.map(({ userName }) => String(userName));
    },
  };
}

/** A refusal in SCIM's format. */
export const fault = (status: number, scimType?: string) =>
  expect.objectContaining({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
  }) as unknown;
