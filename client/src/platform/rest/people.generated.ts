/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/users/{userId}/reset-link": { post: operations["postUsersUserIdReset-link"]; };
    "/users/{userId}/erase": { post: operations["postUsersUserIdErase"]; };
    "/users/{userId}/erasure": { get: operations["getUsersUserIdErasure"]; };
    "/users/{userId}": { get: operations["getUsersUserId"]; patch: operations["patchUsersUserId"]; };
    "/users/{userId}/username": { put: operations["putUsersUserIdUsername"]; };
    "/users/{userId}/account": { get: operations["getUsersUserIdAccount"]; patch: operations["patchUsersUserIdAccount"]; };
    "/users": { get: operations["getUsers"]; };
    "/users/{userId}/mute": { put: operations["putUsersUserIdMute"]; delete: operations["deleteUsersUserIdMute"]; };
}

interface operations {
    "postUsersUserIdReset-link": {
        parameters: { path: { userId: string; }; };
        responses: { 201: { content: { "application/json": components["schemas"]["ResetLink"]; }; }; };
    };
    postUsersUserIdErase: {
        parameters: { path: { userId: string; }; };
        requestBody: { content: { "application/json": { username: string; messages: "keep" | "remove"; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Erasure"]; }; }; };
    };
    getUsersUserIdErasure: {
        parameters: { path: { userId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Erasure"]; }; }; };
    };
    getUsersUserId: {
        parameters: { path: { userId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["User"]; }; }; };
    };
    patchUsersUserId: {
        parameters: { path: { userId: string; }; };
        requestBody: {
            content: {
                "application/json": { role?: "owner" | "admin" | "moderator" | "member" | "guest"; active?: boolean; };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["User"]; }; }; };
    };
    putUsersUserIdUsername: {
        parameters: { path: { userId: string; }; };
        requestBody: { content: { "application/json": { username: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["User"]; }; }; };
    };
    getUsersUserIdAccount: {
        parameters: { path: { userId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Account"]; }; }; };
    };
    patchUsersUserIdAccount: {
        parameters: { path: { userId: string; }; };
        requestBody: { content: { "application/json": { displayName?: string; email?: string | null; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Account"]; }; }; };
    };
    getUsers: {
        responses: { 200: { content: { "application/json": { users: components["schemas"]["User"][]; }; }; }; };
    };
    putUsersUserIdMute: {
        parameters: { path: { userId: string; }; };
        requestBody: {
            content: { "application/json": { roomId?: string | null; until: string; reason: string; }; };
        };
        responses: { 204: { }; }; };
    deleteUsersUserIdMute: {
        parameters: {
            query?: { roomId?: string; };
            path: { userId: string; };
        };
        responses: { 204: { }; }; };
}
