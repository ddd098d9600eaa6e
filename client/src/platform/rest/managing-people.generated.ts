/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/people/{userId}/merge": { get: operations["getPeopleUserIdMerge"]; post: operations["postPeopleUserIdMerge"]; };
    "/people/{userId}/merge/preview": { get: operations["getPeopleUserIdMergePreview"]; };
    "/people/export": { get: operations["getPeopleExport"]; };
    "/people/imports/check": { post: operations["postPeopleImportsCheck"]; };
    "/people/imports": { get: operations["getPeopleImports"]; post: operations["postPeopleImports"]; };
    "/people/imports/{importId}": { get: operations["getPeopleImportsImportId"]; };
    "/people/imports/{importId}/links": { post: operations["postPeopleImportsImportIdLinks"]; };
    "/people": { get: operations["getPeople"]; };
    "/people/bulk": { post: operations["postPeopleBulk"]; };
    "/people/{userId}": { get: operations["getPeopleUserId"]; };
    "/people/{userId}/sessions": { delete: operations["deletePeopleUserIdSessions"]; };
    "/people/{userId}/sessions/{sessionId}": { delete: operations["deletePeopleUserIdSessionsSessionId"]; };
    "/files/people/{userId}": { get: operations["getFilesPeopleUserId"]; };
}

interface operations {
    getPeopleUserIdMerge: {
        parameters: { path: { userId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Merge"]; }; }; };
    };
    postPeopleUserIdMerge: {
        parameters: { path: { userId: string; }; };
        requestBody: { content: { "application/json": { into: string; username: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Merge"]; }; }; };
    };
    getPeopleUserIdMergePreview: {
        parameters: {
            query: { into: string; };
            path: { userId: string; };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["MergePreview"]; }; }; };
    };
    getPeopleExport: {
        parameters: {
            query?: {
                q?: string;
                role?: "owner" | "admin" | "moderator" | "member" | "guest";
                status?: "active" | "deactivated" | "banned";
                seen?: "never" | "once";
                factor?: "with" | "without";
                signIn?: "password" | "passkey" | "provider" | "directory" | "none";
            };
        };
        responses: {
            200: { content: { "*/*": unknown; }; };
            206: { content: { "*/*": unknown; }; };
            304: {
            };
            416: { }; };
    };
    postPeopleImportsCheck: {
        requestBody: { content: { "application/json": { csv: string; update?: ("name" | "role")[]; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ImportPlan"]; }; }; };
    };
    getPeopleImports: {
        responses: {
            200: { content: { "application/json": { imports: components["schemas"]["PeopleImport"][]; }; }; };
        };
    };
    postPeopleImports: {
        requestBody: {
            content: { "application/json": { csv: string; update?: ("name" | "role")[]; mail?: boolean; }; };
        };
        responses: { 201: { content: { "application/json": components["schemas"]["PeopleImport"]; }; }; };
    };
    getPeopleImportsImportId: {
        parameters: { path: { importId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["PeopleImport"]; }; }; };
    };
    postPeopleImportsImportIdLinks: {
        parameters: { path: { importId: string; }; };
        requestBody: { content: { "application/json": { address: string; }; }; };
        responses: { 200: { content: { "application/json": { csv: string; }; }; }; };
    };
    getPeople: {
        parameters: {
            query?: {
                q?: string;
                role?: "owner" | "admin" | "moderator" | "member" | "guest";
                status?: "active" | "deactivated" | "banned";
                seen?: "never" | "once";
                factor?: "with" | "without";
                signIn?: "password" | "passkey" | "provider" | "directory" | "none";
                sort?: "name" | "role" | "created" | "seen";
                descending?: "true";
                after?: string;
                limit?: number;
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["PeoplePage"]; }; }; };
    };
    postPeopleBulk: {
        requestBody: {
            content: {
                "application/json": {
                    change: "role";
                    role: "owner" | "admin" | "moderator" | "member" | "guest";
                    userIds: string[];
                } | { change: "deactivate" | "reactivate" | "signOut"; userIds: string[]; };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["BulkResult"]; }; }; };
    };
    getPeopleUserId: {
        parameters: { path: { userId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["PersonAccess"]; }; }; };
    };
    deletePeopleUserIdSessions: {
        parameters: { path: { userId: string; }; };
        responses: { 204: { }; }; };
    deletePeopleUserIdSessionsSessionId: {
        parameters: { path: { userId: string; sessionId: string; }; };
        responses: { 204: { }; }; };
    getFilesPeopleUserId: {
        parameters: {
            query?: { at?: string; };
            path: { userId: string; };
        };
        responses: {
            200: { content: { "*/*": unknown; }; };
            206: { content: { "*/*": unknown; }; };
            304: {
            };
            416: { }; };
    };
}
