/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/session/confirm": { post: operations["postSessionConfirm"]; };
    "/data-policy": { get: operations["getData-policy"]; };
    "/workspace": { get: operations["getWorkspace"]; patch: operations["patchWorkspace"]; };
    "/invitations/{code}": { get: operations["getInvitationsCode"]; };
    "/invites": { get: operations["getInvites"]; post: operations["postInvites"]; };
    "/invites/{inviteId}": { delete: operations["deleteInvitesInviteId"]; };
    "/invites/{inviteId}/mail": { post: operations["postInvitesInviteIdMail"]; };
    "/workspace/test-mail": { post: operations["postWorkspaceTest-mail"]; };
    "/settings": { get: operations["getSettings"]; };
    "/settings/{section}": { patch: operations["patchSettingsSection"]; };
    "/settings/{section}/history": { get: operations["getSettingsSectionHistory"]; };
    "/settings/{section}/history/{changeId}/undo": { post: operations["postSettingsSectionHistoryChangeIdUndo"]; };
    "/inbox": { get: operations["getInbox"]; };
    "/workspace/picture": {
        get: operations["getWorkspacePicture"];
        put: operations["putWorkspacePicture"];
        delete: operations["deleteWorkspacePicture"];
    };
    "/webhooks/{webhookId}": { delete: operations["deleteWebhooksWebhookId"]; };
    "/push/key": { get: operations["getPushKey"]; };
    "/connection": { get: operations["getConnection"]; };
}

interface operations {
    postSessionConfirm: {
        requestBody: { content: { "application/json": { password: string; }; }; };
        responses: { 204: { }; }; };
    "getData-policy": {
        responses: { 200: { content: { "application/json": components["schemas"]["DataPolicy"]; }; }; };
    };
    getWorkspace: {
        responses: { 200: { content: { "application/json": components["schemas"]["Workspace"]; }; }; };
    };
    patchWorkspace: {
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    registration?: "open" | "invitation" | "closed";
                    renaming?: boolean;
                    directory?: "everyone" | "members" | "rooms";
                    storage?: { file?: number; person?: number; };
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["Workspace"]; }; }; };
    };
    getInvitationsCode: {
        parameters: { path: { code: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Invitation"]; }; }; };
    };
    getInvites: {
        responses: {
            200: { content: { "application/json": { invites: components["schemas"]["Invite"][]; }; }; };
        };
    };
    postInvites: {
        requestBody: { content: { "application/json": { hours?: number | null; uses?: number | null; }; }; };
        responses: { 201: { content: { "application/json": components["schemas"]["Invite"]; }; }; };
    };
    deleteInvitesInviteId: {
        parameters: { path: { inviteId: string; }; };
        responses: { 204: { }; }; };
    postInvitesInviteIdMail: {
        parameters: { path: { inviteId: string; }; };
        requestBody: { content: { "application/json": { email: string; }; }; };
        responses: { 204: { }; }; };
    "postWorkspaceTest-mail": {
        responses: { 204: { }; }; };
    getSettings: {
        responses: {
            200: {
                content: { "application/json": { sections: components["schemas"]["SettingSection"][]; }; };
            };
        };
    };
    patchSettingsSection: {
        parameters: { path: { section: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                    changes: { field: string; value: string | number | boolean | null | string[]; }[];
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["SettingSection"]; }; }; };
    };
    getSettingsSectionHistory: {
        parameters: { path: { section: string; }; };
        responses: {
            200: { content: { "application/json": { changes: components["schemas"]["SettingChange"][]; }; }; };
        };
    };
    postSettingsSectionHistoryChangeIdUndo: {
        parameters: { path: { section: string; changeId: string; }; };
        responses: { 204: { }; }; };
    getInbox: {
        parameters: { query?: { before?: string; limit?: number; }; };
        responses: {
            200: {
                content: {
                    "application/json": { messages: components["schemas"]["Message"][]; next: string | null; };
                };
            };
        };
    };
    getWorkspacePicture: {
        parameters: { query?: { at?: string; }; };
        responses: {
            200: { content: { "*/*": unknown; }; };
            206: { content: { "*/*": unknown; }; };
            304: {
            };
            416: { }; };
    };
    putWorkspacePicture: {
        requestBody: { content: { "multipart/form-data": { file: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["Workspace"]; }; }; };
    };
    deleteWorkspacePicture: {
        responses: { 200: { content: { "application/json": components["schemas"]["Workspace"]; }; }; };
    };
    deleteWebhooksWebhookId: {
        parameters: { path: { webhookId: string; }; };
        responses: { 204: { }; }; };
    getPushKey: { responses: { 200: { content: { "application/json": { publicKey: string; }; }; }; }; };
    getConnection: {
        responses: {
            200: {
                content: {
                    "application/json": {
                        address: string;
                        secure: boolean;
                        host: string;
                        originAllowed: boolean;
                        forwarded: boolean;
                        trustedProxies: number;
                    };
                };
            };
        };
    };
}
