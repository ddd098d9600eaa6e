import { objectId } from '@parley/shared/ids';
import { bulkInput, bulkResult, peoplePage, peopleQuery, personAccess } from '@parley/shared/people';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listManaged } from './people.access.js';
import { changeMany, endSessionOf, readAccess, signOutPerson } from './people.actions.js';

const params = z.strictObject({ userId: objectId });

export function mountPeople(routes: Routes): void {
  route(
    routes,
    ['get', '/people'],
    {
      summary: 'List people to manage them, by a filter',
      scope: 'admin',
      answer: peoplePage,
      query: peopleQuery,
      reads: () => 100,
    },
    (actor, { query }) => listManaged(actor, query),
  );
  route(
    routes,
    ['post', '/people/bulk'],
    {
      summary: 'Change the role of several people, deactivate, reactivate or sign them out',
      answer: bulkResult,
      body: bulkInput,
      proof: true,
    },
    (actor, { body }) => changeMany(actor, body),
  );
  mountAccess(routes);
}

/** How one person signs in. */
function mountAccess(routes: Routes): void {
  route(
    routes,
    ['get', '/people/:userId'],
    {
      summary: 'Read how somebody signs in, and where they are signed in',
      scope: 'admin',
      answer: personAccess,
      params,
    },
    (actor, { params: { userId } }) => readAccess(actor, userId),
  );
  route(
    routes,
    ['delete', '/people/:userId/sessions'],
    { summary: 'Sign somebody out everywhere', scope: 'admin', params },
    (actor, { params: { userId } }) => signOutPerson(actor, userId),
  );
  route(
    routes,
    ['delete', '/people/:userId/sessions/:sessionId'],
    {
      summary: 'End one session of somebody',
      scope: 'admin',
      params: params.extend({ sessionId: objectId }),
    },
    (actor, { params: { userId, sessionId } }) => endSessionOf(actor, userId, sessionId),
  );
}
