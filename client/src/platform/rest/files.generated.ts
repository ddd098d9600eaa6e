/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/rooms/{roomId}/files": { post: operations["postRoomsRoomIdFiles"]; };
    "/files/{fileId}": { get: operations["getFilesFileId"]; delete: operations["deleteFilesFileId"]; };
    "/files/{fileId}/thumbnail": { get: operations["getFilesFileIdThumbnail"]; };
    "/files/{fileId}/info": { get: operations["getFilesFileIdInfo"]; };
}

interface operations {
    postRoomsRoomIdFiles: {
        parameters: { path: { roomId: string; }; };
        requestBody: { content: { "multipart/form-data": { file: string; }; }; };
        responses: {
            200: { content: { "application/json": components["schemas"]["File"]; }; };
            201: { content: { "application/json": components["schemas"]["File"]; }; };
        };
    };
    getFilesFileId: {
        parameters: { path: { fileId: string; }; };
        responses: {
            200: { content: { "*/*": unknown; }; };
            206: { content: { "*/*": unknown; }; };
            304: {
            };
            416: { }; };
    };
    deleteFilesFileId: {
        parameters: { path: { fileId: string; }; };
        responses: { 204: { }; }; };
    getFilesFileIdThumbnail: {
        parameters: { path: { fileId: string; }; };
        responses: {
            200: { content: { "*/*": unknown; }; };
            206: { content: { "*/*": unknown; }; };
            304: {
            };
            416: { }; };
    };
    getFilesFileIdInfo: {
        parameters: { path: { fileId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["File"]; }; }; };
    };
}
