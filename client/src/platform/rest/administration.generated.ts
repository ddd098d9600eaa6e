/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/admin/overview": { get: operations["getAdminOverview"]; };
    "/admin/jobs": { get: operations["getAdminJobs"]; };
    "/admin/jobs/{name}/run": { post: operations["postAdminJobsNameRun"]; };
    "/admin/storage": { get: operations["getAdminStorage"]; };
    "/admin/storage/test": { post: operations["postAdminStorageTest"]; };
    "/admin/tokens": { get: operations["getAdminTokens"]; };
    "/admin/tokens/{tokenId}": { delete: operations["deleteAdminTokensTokenId"]; };
    "/admin/webhooks": { get: operations["getAdminWebhooks"]; };
    "/admin/webhooks/{webhookId}": { delete: operations["deleteAdminWebhooksWebhookId"]; };
}

interface operations {
    getAdminOverview: {
        responses: { 200: { content: { "application/json": components["schemas"]["Overview"]; }; }; };
    };
    getAdminJobs: {
        responses: { 200: { content: { "application/json": { jobs: components["schemas"]["Job"][]; }; }; }; };
    };
    postAdminJobsNameRun: {
        parameters: { path: { name: string; }; };
        responses: { 204: { }; }; };
    getAdminStorage: {
        responses: { 200: { content: { "application/json": components["schemas"]["Storage"]; }; }; };
    };
    postAdminStorageTest: {
        responses: { 204: { }; }; };
    getAdminTokens: {
        parameters: { query?: { before?: string; }; };
        responses: {
            200: {
                content: {
                    "application/json": { tokens: components["schemas"]["AnyAccessToken"][]; next: string | null; };
                };
            };
        };
    };
    deleteAdminTokensTokenId: {
        parameters: { path: { tokenId: string; }; };
        responses: { 204: { }; }; };
    getAdminWebhooks: {
        parameters: { query?: { before?: string; }; };
        responses: {
            200: {
                content: {
                    "application/json": { webhooks: components["schemas"]["AnyWebhook"][]; next: string | null; };
                };
            };
        };
    };
    deleteAdminWebhooksWebhookId: {
        parameters: { path: { webhookId: string; }; };
        responses: { 204: { }; }; };
}
