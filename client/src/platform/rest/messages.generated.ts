/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/rooms/{roomId}/messages": { get: operations["getRoomsRoomIdMessages"]; post: operations["postRoomsRoomIdMessages"]; };
    "/messages/{messageId}": {
        get: operations["getMessagesMessageId"];
        delete: operations["deleteMessagesMessageId"];
        patch: operations["patchMessagesMessageId"];
    };
    "/messages/{messageId}/edits": { get: operations["getMessagesMessageIdEdits"]; };
    "/messages/{messageId}/reactions/{emoji}": {
        put: operations["putMessagesMessageIdReactionsEmoji"];
        delete: operations["deleteMessagesMessageIdReactionsEmoji"];
    };
    "/messages/{messageId}/pin": {
        put: operations["putMessagesMessageIdPin"];
        delete: operations["deleteMessagesMessageIdPin"];
    };
}

interface operations {
    getRoomsRoomIdMessages: {
        parameters: {
            query?: { before?: number; after?: number; around?: number; limit?: number; };
            path: { roomId: string; };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["MessagePage"]; }; }; };
    };
    postRoomsRoomIdMessages: {
        parameters: { path: { roomId: string; }; };
        requestBody: {
            content: {
                "application/json": { text?: string; replyToId?: string; clientId?: string; fileIds?: string[]; };
            };
        };
        responses: {
            200: { content: { "application/json": components["schemas"]["Message"]; }; };
            201: { content: { "application/json": components["schemas"]["Message"]; }; };
        };
    };
    getMessagesMessageId: {
        parameters: { path: { messageId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Message"]; }; }; };
    };
    deleteMessagesMessageId: {
        parameters: { path: { messageId: string; }; };
        responses: { 204: { }; }; };
    patchMessagesMessageId: {
        parameters: { path: { messageId: string; }; };
        requestBody: { content: { "application/json": { text: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Message"]; }; }; };
    };
    getMessagesMessageIdEdits: {
        parameters: { path: { messageId: string; }; };
        responses: { 200: { content: { "application/json": { edits: components["schemas"]["Edit"][]; }; }; }; };
    };
    putMessagesMessageIdReactionsEmoji: {
        parameters: { path: { messageId: string; emoji: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Message"]; }; }; };
    };
    deleteMessagesMessageIdReactionsEmoji: {
        parameters: { path: { messageId: string; emoji: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Message"]; }; }; };
    };
    putMessagesMessageIdPin: {
        parameters: { path: { messageId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Message"]; }; }; };
    };
    deleteMessagesMessageIdPin: {
        parameters: { path: { messageId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Message"]; }; }; };
    };
}
