/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/rights": { get: operations["getRights"]; };
    "/rights/rules": { put: operations["putRightsRules"]; };
    "/rights/why": { get: operations["getRightsWhy"]; };
    "/rights/roles": { get: operations["getRightsRoles"]; post: operations["postRightsRoles"]; };
    "/rights/roles/{roleId}": {
        delete: operations["deleteRightsRolesRoleId"];
        patch: operations["patchRightsRolesRoleId"];
    };
    "/rights/roles/{roleId}/holders": { post: operations["postRightsRolesRoleIdHolders"]; };
    "/rights/roles/{roleId}/holders/{kind}/{id}": { delete: operations["deleteRightsRolesRoleIdHoldersKindId"]; };
}

interface operations {
    getRights: {
        responses: { 200: { content: { "application/json": components["schemas"]["Rights"]; }; }; };
    };
    putRightsRules: {
        requestBody: { content: { "application/json": components["schemas"]["WorkspaceRules"]; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["WorkspaceRules"]; }; }; };
    };
    getRightsWhy: {
        parameters: {
            query: {
                userId: string;
                permission: "createPublicRooms" | "createPrivateRooms" | "invite" | "post" | "reply" | "mentionRoom" | "upload" | "createPoll" | "pin" | "editOwnMessage" | "deleteOwnMessage" | "startCall" | "addMember" | "webhooks" | "read" | "join" | "leave" | "rename" | "setTopic" | "archive" | "removeMember" | "setRole" | "setRules" | "deleteAnyMessage" | "joinCall" | "manageCall";
                roomId?: string;
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["Reason"]; }; }; };
    };
    getRightsRoles: {
        responses: {
            200: { content: { "application/json": { roles: components["schemas"]["CustomRole"][]; }; }; };
        };
    };
    postRightsRoles: {
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    permissions: ("createPublicRooms" | "createPrivateRooms" | "invite" | "post" | "reply" | "mentionRoom" | "upload" | "createPoll" | "pin" | "editOwnMessage" | "deleteOwnMessage" | "startCall" | "addMember" | "webhooks" | "rename" | "setTopic" | "deleteAnyMessage" | "manageCall")[];
                };
            };
        };
        responses: { 201: { content: { "application/json": components["schemas"]["CustomRole"]; }; }; };
    };
    deleteRightsRolesRoleId: {
        parameters: { path: { roleId: string; }; };
        responses: { 204: { }; }; };
    patchRightsRolesRoleId: {
        parameters: { path: { roleId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    permissions?: ("createPublicRooms" | "createPrivateRooms" | "invite" | "post" | "reply" | "mentionRoom" | "upload" | "createPoll" | "pin" | "editOwnMessage" | "deleteOwnMessage" | "startCall" | "addMember" | "webhooks" | "rename" | "setTopic" | "deleteAnyMessage" | "manageCall")[];
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["CustomRole"]; }; }; };
    };
    postRightsRolesRoleIdHolders: {
        parameters: { path: { roleId: string; }; };
        requestBody: { content: { "application/json": components["schemas"]["RoleHolder"]; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["CustomRole"]; }; }; };
    };
    deleteRightsRolesRoleIdHoldersKindId: {
        parameters: {
            query?: { roomId?: string; };
            path: { roleId: string; kind: "person" | "group"; id: string; };
        };
        responses: { 204: { }; }; };
}
