/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/rooms/{roomId}/call": { get: operations["getRoomsRoomIdCall"]; post: operations["postRoomsRoomIdCall"]; };
    "/rooms/{roomId}/call/leave": { post: operations["postRoomsRoomIdCallLeave"]; };
    "/rooms/{roomId}/call/mute": { post: operations["postRoomsRoomIdCallMute"]; };
    "/calls/network-test": { post: operations["postCallsNetwork-test"]; };
    "/calls/{callId}/decline": { post: operations["postCallsCallIdDecline"]; };
    "/workspace/calls": { get: operations["getWorkspaceCalls"]; };
    "/workspace/calls/test": { post: operations["postWorkspaceCallsTest"]; };
}

interface operations {
    getRoomsRoomIdCall: {
        parameters: { path: { roomId: string; }; };
        responses: {
            200: { content: { "application/json": { call: components["schemas"]["Call"] | null; }; }; };
        };
    };
    postRoomsRoomIdCall: {
        parameters: { path: { roomId: string; }; };
        responses: {
            200: { content: { "application/json": components["schemas"]["Call"]; }; };
            201: { content: { "application/json": components["schemas"]["Call"]; }; };
        };
    };
    postRoomsRoomIdCallLeave: {
        parameters: { path: { roomId: string; }; };
        responses: {
            200: { content: { "application/json": { call: components["schemas"]["Call"] | null; }; }; };
        };
    };
    postRoomsRoomIdCallMute: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "application/json": { userId: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Call"]; }; }; };
    };
    "postCallsNetwork-test": {
        responses: {
            200: {
                content: {
                    "application/json": { iceServers: components["schemas"]["IceServer"][]; mediaServer: boolean | null; };
                };
            };
        };
    };
    postCallsCallIdDecline: {
        parameters: { path: { callId: string; }; };
        requestBody: { content: { "application/json": { token: string; }; }; };
        responses: { 204: { }; }; };
    getWorkspaceCalls: {
        responses: { 200: { content: { "application/json": components["schemas"]["CallSettings"]; }; }; };
    };
    postWorkspaceCallsTest: {
        responses: {
            200: { content: { "application/json": { checks: components["schemas"]["CallCheck"][]; }; }; };
        };
    };
}
