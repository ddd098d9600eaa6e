import {
  createScimGroup,
  deleteScimGroup,
  groupVersionOf,
  loadScimGroup,
  patchScimGroup,
  replaceScimGroup,
  viewScimGroup,
} from './groups.actions.js';
import { listGroups, type GroupDoc } from '../groups/groups.access.js';
import { parsePatch } from './patch.js';
import { pageOf, queryOf, shown } from './scim.list.js';
import type { Json } from './scim.names.js';
import type { Handle, Method, ScimAnswer, ScimRequest } from './scim.router.js';
import { ifMatchOf, isKnown, searchOf, userResources } from './users.routes.js';

/** A group as the request wants it. */
function answerOf({ request, base }: ScimRequest, group: GroupDoc, status = 200): ScimAnswer {
  const resource = viewScimGroup(group, base);
  return {
    status,
    body: shown(resource, queryOf(request.query).shown),
    version: groupVersionOf(group),
    location: `${base}/Groups/${String(group._id)}`,
  };
}

async function* resources({ actor, base }: ScimRequest): AsyncGenerator<Json[]> {
  const groups = await listGroups(actor.server);
  yield groups.map((group) => viewScimGroup(group, base));
}

/** Resources of every type, for a search below none. */
async function* everything(request: ScimRequest): AsyncGenerator<Json[]> {
  yield* userResources(request);
  yield* resources(request);
}

const list = async (request: ScimRequest, given: unknown): Promise<ScimAnswer> => ({
  body: await pageOf(resources(request), queryOf(given)),
});

const at = (request: ScimRequest) => ({ id: request.id, ifMatch: ifMatchOf(request) });

export const groupRoutes: readonly [Method, string, Handle][] = [
  ['get', '/Groups', (request) => list(request, request.request.query)],
  [
    'post',
    '/.search',
    async (request) => ({ body: await pageOf(everything(request), queryOf(searchOf(request.body))) }),
  ],
  ['post', '/Groups/.search', (request) => list(request, searchOf(request.body))],
  [
    'post',
    '/Groups',
    async (request) => answerOf(request, await createScimGroup(request.actor, request.body), 201),
  ],
  [
    'get',
    '/Groups/:id',
    async (request) => {
      const answer = answerOf(request, await loadScimGroup(request.actor.server, request.id));
      const { version = '' } = answer;
      return isKnown(request, version) ? { status: 304, version } : answer;
    },
  ],
  [
    'put',
    '/Groups/:id',
    async (request) => answerOf(request, await replaceScimGroup(request.actor, at(request), request.body)),
  ],
  [
    'patch',
    '/Groups/:id',
    async (request) =>
      answerOf(request, await patchScimGroup(request.actor, at(request), parsePatch(request.body))),
  ],
  [
    'delete',
    '/Groups/:id',
    async (request) => {
      await deleteScimGroup(request.actor, at(request));
      return {};
    },
  ],
];
