/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/rooms/{roomId}/polls": { post: operations["postRoomsRoomIdPolls"]; };
    "/messages/{messageId}/poll/vote": {
        get: operations["getMessagesMessageIdPollVote"];
        put: operations["putMessagesMessageIdPollVote"];
    };
    "/messages/{messageId}/poll/voters": { get: operations["getMessagesMessageIdPollVoters"]; };
    "/messages/{messageId}/poll/close": { post: operations["postMessagesMessageIdPollClose"]; };
}

interface operations {
    postRoomsRoomIdPolls: {
        parameters: { path: { roomId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    clientId?: string;
                    question: string;
                    options: string[];
                    multiple?: boolean;
                    anonymous?: boolean;
                    closesAt?: string | null;
                };
            };
        };
        responses: {
            200: { content: { "application/json": components["schemas"]["Message"]; }; };
            201: { content: { "application/json": components["schemas"]["Message"]; }; };
        };
    };
    getMessagesMessageIdPollVote: {
        parameters: { path: { messageId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["PollVote"]; }; }; };
    };
    putMessagesMessageIdPollVote: {
        parameters: { path: { messageId: string; }; };
        requestBody: { content: { "application/json": components["schemas"]["PollVote"]; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["PollVote"]; }; }; };
    };
    getMessagesMessageIdPollVoters: {
        parameters: {
            query?: { optionId?: string; after?: string; limit?: number; };
            path: { messageId: string; };
        };
        responses: {
            200: {
                content: {
                    "application/json": { voters: components["schemas"]["PollVoter"][]; next: string | null; };
                };
            };
        };
    };
    postMessagesMessageIdPollClose: {
        parameters: { path: { messageId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Message"]; }; }; };
    };
}
