/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/me/exports": { get: operations["getMeExports"]; post: operations["postMeExports"]; };
    "/workspace/exports": { post: operations["postWorkspaceExports"]; };
    "/me/exports/{exportId}": { delete: operations["deleteMeExportsExportId"]; };
    "/me/exports/{exportId}/link": { post: operations["postMeExportsExportIdLink"]; };
    "/me/exports/{exportId}/archive": { get: operations["getMeExportsExportIdArchive"]; };
    "/files/exports/{key}": { get: operations["getFilesExportsKey"]; };
}

interface operations {
    getMeExports: {
        responses: {
            200: { content: { "application/json": { exports: components["schemas"]["Export"][]; }; }; };
        };
    };
    postMeExports: {
        responses: { 201: { content: { "application/json": components["schemas"]["Export"]; }; }; };
    };
    postWorkspaceExports: {
        responses: { 201: { content: { "application/json": components["schemas"]["Export"]; }; }; };
    };
    deleteMeExportsExportId: {
        parameters: { path: { exportId: string; }; };
        responses: { 204: { }; }; };
    postMeExportsExportIdLink: {
        parameters: { path: { exportId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ExportLink"]; }; }; };
    };
    getMeExportsExportIdArchive: {
        parameters: { path: { exportId: string; }; };
        responses: {
            200: { content: { "*/*": unknown; }; };
            206: { content: { "*/*": unknown; }; };
            304: {
            };
            416: { }; };
    };
    getFilesExportsKey: {
        parameters: { path: { key: string; }; };
        responses: {
            200: { content: { "*/*": unknown; }; };
            206: { content: { "*/*": unknown; }; };
            304: {
            };
            416: { }; };
    };
}
