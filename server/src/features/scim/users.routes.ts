import { parsePatch } from './patch.js';
import { SEARCH, type Json } from './scim.names.js';
import { badRequest } from './scim.errors.js';
import { listOf, pageOf, queryOf, shown, type Query } from './scim.list.js';
import { findByUserName, listPeople, loadPerson } from './scim.people.js';
import type { Handle, Method, ScimAnswer, ScimRequest } from './scim.router.js';
import { versionOf, viewScimUser, type Person } from './scim.view.js';
import { groupsOf } from './groups.actions.js';
import { createUser, deleteUser, patchUser, replaceUser } from './users.actions.js';

/** A person as the request wants them. */
async function answerOf(
  { actor, request, base }: ScimRequest,
  person: Person,
  status = 200,
): Promise<ScimAnswer> {
  const [groups = []] = await groupsOf(actor.server, [String(person.user._id)], base);
  const resource = viewScimUser(person, base, groups);
  return {
    status,
    body: shown(resource, queryOf(request.query).shown),
    version: versionOf(person),
    location: `${base}/Users/${String(person.user._id)}`,
  };
}

/** Everybody as resources. */
export async function* userResources({ actor, base }: ScimRequest): AsyncGenerator<Json[]> {
  for await (const people of listPeople(actor.server)) {
    const groups = await groupsOf(
      actor.server,
      people.map(({ user }) => String(user._id)),
      base,
    );
    yield people.map((person, i) => viewScimUser(person, base, groups[i]));
  }
}

/** The name that a filter looks for, if it looks for nothing else: what programs request before each change. */
const nameWanted = ({ filter }: Query): string | undefined =>
  filter?.is === 'compare' &&
  filter.operator === 'eq' &&
  filter.path.join('.') === 'username' &&
  typeof filter.value === 'string'
    ? filter.value
    : undefined;

async function list(request: ScimRequest, given: unknown): Promise<ScimAnswer> {
  const query = queryOf(given);
  const name = nameWanted(query);
  if (name === undefined) return { body: await pageOf(userResources(request), query) };
  const { actor, base } = request;
  const person = await findByUserName(actor.server, name);
  if (!person) return { body: listOf([], 0, query.startIndex) };
  const groups = await groupsOf(actor.server, [String(person.user._id)], base);
  const isShown = query.startIndex === 1 && query.count > 0;
  const resource = shown(viewScimUser(person, base, groups[0]), query.shown);
  return { body: listOf(isShown ? [resource] : [], 1, query.startIndex) };
}

export const ifMatchOf = ({ request }: ScimRequest): string | undefined => request.get('if-match');

/** A search whose parameters are in the body. @throws ScimFault */
export function searchOf(body: unknown): unknown {
  const { schemas } = body as { schemas?: unknown };
  if (!Array.isArray(schemas) || !schemas.includes(SEARCH))
    throw badRequest('invalidSyntax', `schemas has to be ["${SEARCH}"].`);
  return body;
}

/** Whether the program has this version already. */
export const isKnown = ({ request }: ScimRequest, version: string | undefined): boolean =>
  version !== undefined &&
  (request.get('if-none-match') ?? '').split(',').some((tag) => tag.trim() === version);

export const userRoutes: readonly [Method, string, Handle][] = [
  ['get', '/Users', (request) => list(request, request.request.query)],
  ['post', '/Users/.search', (request) => list(request, searchOf(request.body))],
  [
    'post',
    '/Users',
    async (request) => await answerOf(request, await createUser(request.actor, request.body), 201),
  ],
  [
    'get',
    '/Users/:id',
    async (request) => {
      const answer = await answerOf(request, await loadPerson(request.actor.server, request.id));
      const { version = '' } = answer;
      return isKnown(request, version) ? { status: 304, version } : answer;
    },
  ],
  [
    'put',
    '/Users/:id',
    async (request) => {
      const at = { id: request.id, ifMatch: ifMatchOf(request) };
      return await answerOf(request, await replaceUser(request.actor, at, request.body));
    },
  ],
  [
    'patch',
    '/Users/:id',
    async (request) => {
      const at = { id: request.id, ifMatch: ifMatchOf(request) };
      return await answerOf(request, await patchUser(request.actor, at, parsePatch(request.body)));
    },
  ],
  [
    'delete',
    '/Users/:id',
    async (request) => {
      await deleteUser(request.actor, { id: request.id, ifMatch: ifMatchOf(request) });
      return {};
    },
  ],
];
