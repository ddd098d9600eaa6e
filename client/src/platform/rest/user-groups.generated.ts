/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/groups": { get: operations["getGroups"]; post: operations["postGroups"]; };
    "/groups/{groupId}": {
        get: operations["getGroupsGroupId"];
        delete: operations["deleteGroupsGroupId"];
        patch: operations["patchGroupsGroupId"];
    };
    "/groups/{groupId}/members": { post: operations["postGroupsGroupIdMembers"]; };
    "/groups/{groupId}/members/{userId}": { delete: operations["deleteGroupsGroupIdMembersUserId"]; };
    "/rooms/{roomId}/groups": { post: operations["postRoomsRoomIdGroups"]; };
}

interface operations {
    getGroups: {
        parameters: { query?: { after?: string; limit?: number; }; };
        responses: {
            200: {
                content: { "application/json": { groups: components["schemas"]["Group"][]; next: string | null; }; };
            };
        };
    };
    postGroups: {
        requestBody: { content: { "application/json": { handle: string; name: string; description?: string; }; }; };
        responses: { 201: { content: { "application/json": components["schemas"]["GroupDetails"]; }; }; };
    };
    getGroupsGroupId: {
        parameters: { path: { groupId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["GroupDetails"]; }; }; };
    };
    deleteGroupsGroupId: {
        parameters: { path: { groupId: string; }; };
        responses: { 204: { }; }; };
    patchGroupsGroupId: {
        parameters: { path: { groupId: string; }; };
        requestBody: {
            content: { "application/json": { handle?: string; name?: string; description?: string; }; };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["GroupDetails"]; }; }; };
    };
    postGroupsGroupIdMembers: {
        parameters: { path: { groupId: string; }; };
        requestBody: { content: { "application/json": { userIds: string[]; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["GroupDetails"]; }; }; };
    };
    deleteGroupsGroupIdMembersUserId: {
        parameters: { path: { groupId: string; userId: string; }; };
        responses: { 204: { }; }; };
    postRoomsRoomIdGroups: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": { groupId: string; }; }; };
        responses: { 200: { content: { "application/json": { roomId: string; added: number; }; }; }; };
    };
}
