import {
  addToGroupInput,
  createGroupInput,
  groupAdded,
  groupDetails,
  groupsPage,
  groupsQuery,
  updateGroupInput,
} from '@parley/shared/groups';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { addGroupToRoom } from './adding.actions.js';
import {
  addToGroup,
  createGroup,
  deleteGroup,
  readGroup,
  readGroups,
  removeFromGroup,
  updateGroup,
} from './groups.actions.js';

const groupParams = z.strictObject({ groupId: objectId });

export function mountGroups(routes: Routes): void {
  route(
    routes,
    ['get', '/groups'],
    { summary: 'List the user groups', query: groupsQuery, answer: groupsPage },
    (actor, { query }) => readGroups(actor, query),
  );
  route(
    routes,
    ['post', '/groups'],
    {
      summary: 'Create a user group, which can be mentioned',
      scope: 'admin',
      body: createGroupInput,
      answer: groupDetails,
      status: 201,
    },
    async (actor, { body }) => readGroup(actor, String((await createGroup(actor, body))._id)),
  );
  mountGroup(routes);
  mountMembers(routes);
  route(
    routes,
    ['post', '/rooms/:roomId/groups'],
    {
      summary: 'Add the people of a user group to a room',
      params: z.strictObject({ roomId: objectId }),
      body: groupParams,
      answer: groupAdded,
    },
    (actor, { params, body }) => addGroupToRoom(actor, params.roomId, body.groupId),
  );
}

/** One group. */
function mountGroup(routes: Routes): void {
  route(
    routes,
    ['get', '/groups/:groupId'],
    { summary: 'Read a user group and who is in it', params: groupParams, answer: groupDetails },
    (actor, { params }) => readGroup(actor, params.groupId),
  );
  route(
    routes,
    ['patch', '/groups/:groupId'],
    {
      summary: 'Change the handle, name or description of a user group',
      scope: 'admin',
      params: groupParams,
      body: updateGroupInput,
      answer: groupDetails,
    },
    async (actor, { params: { groupId }, body }) => {
      await updateGroup(actor, groupId, body);
      return await readGroup(actor, groupId);
    },
  );
  route(
    routes,
    ['delete', '/groups/:groupId'],
    { summary: 'Delete a user group', scope: 'admin', params: groupParams },
    (actor, { params }) => deleteGroup(actor, params.groupId),
  );
}

function mountMembers(routes: Routes): void {
  route(
    routes,
    ['post', '/groups/:groupId/members'],
    {
      summary: 'Add people to a user group',
      scope: 'admin',
      proof: 'When the group has a custom role',
      params: groupParams,
      body: addToGroupInput,
      answer: groupDetails,
    },
    async (actor, { params: { groupId }, body }) => {
      await addToGroup(actor, groupId, body.userIds);
      return await readGroup(actor, groupId);
    },
  );
  route(
    routes,
    ['delete', '/groups/:groupId/members/:userId'],
    {
      summary: 'Remove somebody from a user group',
      scope: 'admin',
      params: z.strictObject({ groupId: objectId, userId: objectId }),
    },
    async (actor, { params: { groupId, userId } }) => void (await removeFromGroup(actor, groupId, [userId])),
  );
}
