/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/me/password": { post: operations["postMePassword"]; };
    "/me/sessions": { get: operations["getMeSessions"]; delete: operations["deleteMeSessions"]; };
    "/me/sessions/{sessionId}": { delete: operations["deleteMeSessionsSessionId"]; };
    "/me/identities": { get: operations["getMeIdentities"]; };
    "/me/identities/{identityId}": { delete: operations["deleteMeIdentitiesIdentityId"]; };
    "/me/erase": { post: operations["postMeErase"]; };
    "/me/departure": { get: operations["getMeDeparture"]; delete: operations["deleteMeDeparture"]; };
    "/me": { get: operations["getMe"]; patch: operations["patchMe"]; };
    "/me/email": { post: operations["postMeEmail"]; };
    "/me/username": { put: operations["putMeUsername"]; };
    "/me/picture": { put: operations["putMePicture"]; delete: operations["deleteMePicture"]; };
    "/me/tokens": { get: operations["getMeTokens"]; post: operations["postMeTokens"]; };
    "/me/tokens/{tokenId}": { delete: operations["deleteMeTokensTokenId"]; };
    "/me/blocked/{userId}": { put: operations["putMeBlockedUserId"]; delete: operations["deleteMeBlockedUserId"]; };
    "/me/saved": { get: operations["getMeSaved"]; };
    "/me/saved/{messageId}": { put: operations["putMeSavedMessageId"]; delete: operations["deleteMeSavedMessageId"]; };
    "/me/drafts": { get: operations["getMeDrafts"]; };
    "/me/push": { put: operations["putMePush"]; delete: operations["deleteMePush"]; };
    "/me/push/test": { post: operations["postMePushTest"]; };
    "/me/push/test-all": { post: operations["postMePushTest-all"]; };
    "/me/push/log": { get: operations["getMePushLog"]; };
}

interface operations {
    postMePassword: {
        requestBody: {
            content: {
                "application/json": { currentPassword: string; newPassword: string; keepTokens?: boolean; };
            };
        };
        responses: { 204: { }; }; };
    getMeSessions: {
        responses: {
            200: { content: { "application/json": { sessions: components["schemas"]["Session"][]; }; }; };
        };
    };
    deleteMeSessions: {
        responses: { 204: { }; }; };
    deleteMeSessionsSessionId: {
        parameters: { path: { sessionId: string; }; };
        responses: { 204: { }; }; };
    getMeIdentities: {
        responses: {
            200: { content: { "application/json": { identities: components["schemas"]["Identity"][]; }; }; };
        };
    };
    deleteMeIdentitiesIdentityId: {
        parameters: { path: { identityId: string; }; };
        responses: { 204: { }; }; };
    postMeErase: {
        requestBody: { content: { "application/json": { password: string; messages: "keep" | "remove"; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Departure"]; }; }; };
    };
    getMeDeparture: {
        responses: { 200: { content: { "application/json": components["schemas"]["Departure"]; }; }; };
    };
    deleteMeDeparture: {
        responses: { 204: { }; }; };
    getMe: { responses: { 200: { content: { "application/json": components["schemas"]["Me"]; }; }; }; };
    patchMe: {
        requestBody: {
            content: {
                "application/json": {
                    displayName?: string;
                    email?: string | null;
                    statusText?: string;
                    statusEmoji?: string;
                    statusUntil?: string | null;
                    timeZone?: string;
                    showReceipts?: boolean;
                    presenceMode?: "auto" | "dnd";
                    keywords?: string[];
                    quiet?: { days: number[]; from: string; to: string; timeZone: string; } | null;
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["Me"]; }; }; };
    };
    postMeEmail: {
        requestBody: { content: { "application/json": { code: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Me"]; }; }; };
    };
    putMeUsername: {
        requestBody: { content: { "application/json": { username: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Me"]; }; }; };
    };
    putMePicture: {
        requestBody: { content: { "multipart/form-data": { file: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["User"]; }; }; };
    };
    deleteMePicture: { responses: { 200: { content: { "application/json": components["schemas"]["User"]; }; }; }; };
    getMeTokens: {
        responses: {
            200: { content: { "application/json": { tokens: components["schemas"]["AccessToken"][]; }; }; };
        };
    };
    postMeTokens: {
        requestBody: {
            content: {
                "application/json": { name: string; scope: "read" | "write" | "admin"; days?: number | null; };
            };
        };
        responses: { 201: { content: { "application/json": components["schemas"]["CreatedAccessToken"]; }; }; };
    };
    deleteMeTokensTokenId: {
        parameters: { path: { tokenId: string; }; };
        responses: { 204: { }; }; };
    putMeBlockedUserId: {
        parameters: { path: { userId: string; }; };
        responses: { 204: { }; }; };
    deleteMeBlockedUserId: {
        parameters: { path: { userId: string; }; };
        responses: { 204: { }; }; };
    getMeSaved: {
        parameters: { query?: { before?: string; limit?: number; }; };
        responses: {
            200: {
                content: {
                    "application/json": { messages: components["schemas"]["Message"][]; next: string | null; };
                };
            };
        };
    };
    putMeSavedMessageId: {
        parameters: { path: { messageId: string; }; };
        responses: { 204: { }; }; };
    deleteMeSavedMessageId: {
        parameters: { path: { messageId: string; }; };
        responses: { 204: { }; }; };
    getMeDrafts: {
        responses: { 200: { content: { "application/json": { drafts: components["schemas"]["Draft"][]; }; }; }; };
    };
    putMePush: {
        requestBody: {
            content: {
                "application/json": {
                    endpoint: string;
                    expirationTime?: number | null;
                    keys: { p256dh: string; auth: string; };
                };
            };
        };
        responses: { 204: { }; }; };
    deleteMePush: {
        responses: { 204: { }; }; };
    postMePushTest: {
        requestBody: { content: { "application/json": { title: string; body: string; }; }; };
        responses: { 204: { }; }; };
    "postMePushTest-all": {
        requestBody: { content: { "application/json": { title: string; body: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["PushTests"]; }; }; };
    };
    getMePushLog: {
        responses: {
            200: {
                content: {
                    "application/json": { entries: { at: string; roomId: string; seq: number; verdict: string; }[]; };
                };
            };
        };
    };
}
