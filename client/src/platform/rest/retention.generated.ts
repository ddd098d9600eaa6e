/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/rooms/{roomId}/retention": { get: operations["getRoomsRoomIdRetention"]; put: operations["putRoomsRoomIdRetention"]; };
    "/rooms/{roomId}/retention/preview": { get: operations["getRoomsRoomIdRetentionPreview"]; };
    "/retention/preview": { get: operations["getRetentionPreview"]; };
    "/holds": { get: operations["getHolds"]; post: operations["postHolds"]; };
    "/holds/{holdId}": { delete: operations["deleteHoldsHoldId"]; };
}

interface operations {
    getRoomsRoomIdRetention: {
        parameters: { path: { roomId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["RoomRetention"]; }; }; };
    };
    putRoomsRoomIdRetention: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": { days: number | null; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["RoomRetention"]; }; }; };
    };
    getRoomsRoomIdRetentionPreview: {
        parameters: {
            query: { days: number; };
            path: { roomId: string; };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["RetentionCounts"]; }; }; };
    };
    getRetentionPreview: {
        parameters: { query: { days: number; rooms?: "none" | "shorter" | "any"; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["RetentionPreview"]; }; }; };
    };
    getHolds: {
        responses: { 200: { content: { "application/json": { holds: components["schemas"]["Hold"][]; }; }; }; };
    };
    postHolds: {
        requestBody: {
            content: {
                "application/json": { on: "workspace" | "room" | "person"; targetId?: string; reason: string; };
            };
        };
        responses: { 201: { content: { "application/json": components["schemas"]["Hold"]; }; }; };
    };
    deleteHoldsHoldId: {
        parameters: { path: { holdId: string; }; };
        responses: { 204: { }; }; };
}
