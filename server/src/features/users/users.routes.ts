import { objectId } from '@parley/shared/ids';
import {
  accountView,
  confirmEmailInput,
  meView,
  renameInput,
  updateAccountInput,
  updateMeInput,
  userView,
} from '@parley/shared/users';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { confirmEmail } from './emails.actions.js';
import { listPeople, loadPerson } from './directory.access.js';
import { loadMe } from './users.access.js';
import { readAccount, renamePerson, updateAccount } from './accounts.actions.js';
import { renameMe, updateMe } from './users.actions.js';
import { viewMe, viewUser } from './users.view.js';

const userParams = z.strictObject({ userId: objectId });

export function mountUsers(routes: Routes): void {
  mountMe(routes);
  mountAccounts(routes);
  mountPeople(routes);
}

/** One's own account. */
function mountMe(routes: Routes): void {
  route(routes, ['get', '/me'], { summary: 'Read your own account', answer: meView }, async (actor) =>
    viewMe(await loadMe(actor)),
  );
  route(
    routes,
    ['patch', '/me'],
    {
      summary: 'Change your own account',
      answer: meView,
      body: updateMeInput,
      proof: 'To change the e-mail address.',
    },
    (actor, { body }) => updateMe(actor, body),
  );
  route(
    routes,
    ['post', '/me/email'],
    {
      summary: 'Confirm your e-mail address by the code that was sent to it',
      answer: meView,
      body: confirmEmailInput,
    },
    (actor, { body }) => confirmEmail(actor, body.code),
  );
  route(
    routes,
    ['put', '/me/username'],
    { summary: 'Change your own user name', answer: meView, body: renameInput },
    (actor, { body }) => renameMe(actor, body.username),
  );
}

/** The accounts of others, for those who manage people. */
function mountAccounts(routes: Routes): void {
  route(
    routes,
    ['put', '/users/:userId/username'],
    {
      summary: 'Change somebody’s user name',
      scope: 'admin',
      answer: userView,
      params: userParams,
      body: renameInput,
    },
    (actor, { params, body }) => renamePerson(actor, params.userId, body.username),
  );
  route(
    routes,
    ['get', '/users/:userId/account'],
    {
      summary: 'Read somebody’s account, with their e-mail address',
      scope: 'admin',
      answer: accountView,
      params: userParams,
    },
    (actor, { params }) => readAccount(actor, params.userId),
  );
  route(
    routes,
    ['patch', '/users/:userId/account'],
    {
      summary: 'Change somebody’s name or e-mail address',
      answer: accountView,
      params: userParams,
      body: updateAccountInput,
      proof: true,
    },
    (actor, { params, body }) => updateAccount(actor, params.userId, body),
  );
}

function mountPeople(routes: Routes): void {
  route(
    routes,
    ['get', '/users'],
    { summary: 'List everybody', answer: z.strictObject({ users: z.array(userView) }) },
    async (actor) => ({ users: (await listPeople(actor)).map(viewUser) }),
  );
  route(
    routes,
    ['get', '/users/:userId'],
    { summary: 'Read a person', answer: userView, params: userParams },
    async (actor, { params }) => viewUser(await loadPerson(actor, params.userId)),
  );
}
