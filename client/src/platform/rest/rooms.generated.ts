/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/admin/rooms": { get: operations["getAdminRooms"]; };
    "/admin/rooms/{roomId}": { patch: operations["patchAdminRoomsRoomId"]; };
    "/admin/rooms/{roomId}/owners": { post: operations["postAdminRoomsRoomIdOwners"]; };
    "/rooms": { get: operations["getRooms"]; post: operations["postRooms"]; };
    "/rooms/{roomId}": {
        get: operations["getRoomsRoomId"];
        delete: operations["deleteRoomsRoomId"];
        patch: operations["patchRoomsRoomId"];
    };
    "/rooms/{roomId}/rules": { put: operations["putRoomsRoomIdRules"]; };
    "/rooms/{roomId}/join": { post: operations["postRoomsRoomIdJoin"]; };
    "/rooms/{roomId}/leave": { post: operations["postRoomsRoomIdLeave"]; };
    "/rooms/{roomId}/members": { get: operations["getRoomsRoomIdMembers"]; };
    "/rooms/{roomId}/members/{userId}": {
        get: operations["getRoomsRoomIdMembersUserId"];
        put: operations["putRoomsRoomIdMembersUserId"];
        delete: operations["deleteRoomsRoomIdMembersUserId"];
    };
    "/rooms/{roomId}/authors": { get: operations["getRoomsRoomIdAuthors"]; };
    "/rooms/{roomId}/read": { put: operations["putRoomsRoomIdRead"]; };
    "/rooms/{roomId}/reads": { get: operations["getRoomsRoomIdReads"]; };
    "/rooms/{roomId}/webhooks": { get: operations["getRoomsRoomIdWebhooks"]; post: operations["postRoomsRoomIdWebhooks"]; };
    "/rooms/{roomId}/pins": { get: operations["getRoomsRoomIdPins"]; };
    "/rooms/{roomId}/draft": { put: operations["putRoomsRoomIdDraft"]; };
}

interface operations {
    getAdminRooms: {
        parameters: {
            query?: {
                q?: string;
                filter?: "all" | "public" | "private" | "archived";
                sort?: "name" | "members" | "messages" | "bytes" | "activity";
                offset?: number;
            };
        };
        responses: {
            200: {
                content: { "application/json": { rooms: components["schemas"]["ManagedRoom"][]; total: number; }; };
            };
        };
    };
    patchAdminRoomsRoomId: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": { name?: string; archived?: boolean; }; }; };
        responses: { 204: { }; }; };
    postAdminRoomsRoomIdOwners: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": { userId: string; }; }; };
        responses: { 204: { }; }; };
    getRooms: {
        responses: {
            200: {
                content: {
                    "application/json": {
                        rooms: { room: components["schemas"]["Room"]; member: components["schemas"]["OwnMember"]; }[];
                    };
                };
            };
        };
    };
    postRooms: {
        requestBody: {
            content: {
                "application/json": { type: "public"; name: string; topic?: string; } | { type: "private"; name: string; topic?: string; memberIds?: string[]; } | {
                    type: "direct";
                    memberIds: [
                        string
                    ];
                } | { type: "group"; memberIds: string[]; name?: string; };
            };
        };
        responses: {
            200: { content: { "application/json": components["schemas"]["Room"]; }; };
            201: { content: { "application/json": components["schemas"]["Room"]; }; };
        };
    };
    getRoomsRoomId: {
        parameters: { path: { roomId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Room"]; }; }; };
    };
    deleteRoomsRoomId: {
        parameters: { path: { roomId: string; }; };
        responses: { 204: { }; }; };
    patchRoomsRoomId: {
        parameters: { path: { roomId: string; }; };
        requestBody: {
            content: { "application/json": { name?: string; topic?: string; slowSeconds?: number; }; };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["Room"]; }; }; };
    };
    putRoomsRoomIdRules: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": components["schemas"]["RoomRules"]; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Room"]; }; }; };
    };
    postRoomsRoomIdJoin: {
        parameters: { path: { roomId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["OwnMember"]; }; }; };
    };
    postRoomsRoomIdLeave: {
        parameters: { path: { roomId: string; }; };
        responses: { 204: { }; }; };
    getRoomsRoomIdMembers: {
        parameters: { path: { roomId: string; }; };
        responses: {
            200: { content: { "application/json": { members: components["schemas"]["Member"][]; }; }; };
        };
    };
    getRoomsRoomIdMembersUserId: {
        parameters: { path: { roomId: string; userId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Member"]; }; }; };
    };
    putRoomsRoomIdMembersUserId: {
        parameters: { path: { roomId: string; userId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    role?: "owner" | "moderator" | "member";
                    muted?: boolean;
                    favourite?: boolean;
                    level?: ("all" | "mentions" | "nothing") | null;
                    unreadFrom?: number | null;
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["Room"]; }; }; };
    };
    deleteRoomsRoomIdMembersUserId: {
        parameters: { path: { roomId: string; userId: string; }; };
        responses: { 204: { }; }; };
    getRoomsRoomIdAuthors: {
        parameters: {
            query: { ids: string; };
            path: { roomId: string; };
        };
        responses: { 200: { content: { "application/json": { users: components["schemas"]["User"][]; }; }; }; };
    };
    putRoomsRoomIdRead: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": { seq: number; }; }; };
        responses: { 200: { content: { "application/json": { seq: number; }; }; }; };
    };
    getRoomsRoomIdReads: {
        parameters: { path: { roomId: string; }; };
        responses: { 200: { content: { "application/json": { reads: components["schemas"]["Read"][]; }; }; }; };
    };
    getRoomsRoomIdWebhooks: {
        parameters: { path: { roomId: string; }; };
        responses: {
            200: { content: { "application/json": { webhooks: components["schemas"]["Webhook"][]; }; }; };
        };
    };
    postRoomsRoomIdWebhooks: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": { name: string; }; }; };
        responses: { 201: { content: { "application/json": components["schemas"]["CreatedWebhook"]; }; }; };
    };
    getRoomsRoomIdPins: {
        parameters: { path: { roomId: string; }; };
        responses: {
            200: { content: { "application/json": { messages: components["schemas"]["Message"][]; }; }; };
        };
    };
    putRoomsRoomIdDraft: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": { text: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Draft"]; }; }; };
    };
}
