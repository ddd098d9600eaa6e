/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/moderation/newcomers": { get: operations["getModerationNewcomers"]; };
    "/moderation/newcomers/{userId}/approve": { post: operations["postModerationNewcomersUserIdApprove"]; };
    "/moderation/newcomers/{userId}/decline": { post: operations["postModerationNewcomersUserIdDecline"]; };
    "/moderation/brake": { delete: operations["deleteModerationBrake"]; };
    "/messages/{messageId}/reports": { post: operations["postMessagesMessageIdReports"]; };
    "/users/{userId}/reports": { post: operations["postUsersUserIdReports"]; };
    "/reports": { get: operations["getReports"]; };
    "/reports/{reportId}": { get: operations["getReportsReportId"]; patch: operations["patchReportsReportId"]; };
    "/reports/{reportId}/notes": { post: operations["postReportsReportIdNotes"]; };
    "/reports/{reportId}/close": { post: operations["postReportsReportIdClose"]; };
    "/moderation/restricted": { get: operations["getModerationRestricted"]; };
    "/users/{userId}/ban": { put: operations["putUsersUserIdBan"]; delete: operations["deleteUsersUserIdBan"]; };
    "/moderation/addresses/{addressBanId}": { delete: operations["deleteModerationAddressesAddressBanId"]; };
    "/me/notices/{noticeId}": { delete: operations["deleteMeNoticesNoticeId"]; };
    "/moderation/words": { get: operations["getModerationWords"]; put: operations["putModerationWords"]; };
    "/moderation/held": { get: operations["getModerationHeld"]; };
    "/moderation/held/{heldId}/approve": { post: operations["postModerationHeldHeldIdApprove"]; };
    "/moderation/held/{heldId}/refuse": { post: operations["postModerationHeldHeldIdRefuse"]; };
}

interface operations {
    getModerationNewcomers: {
        parameters: { query?: { after?: string; }; };
        responses: {
            200: {
                content: {
                    "application/json": {
                        count: number;
                        people: {
                            userId: string;
                            username: string;
                            displayName: string;
                            email: string | null;
                            by: "form" | "invitation" | "provider" | "directory";
                            createdAt: string;
                        }[];
                        next: string | null;
                        brake: { holds: "invitations" | "approval"; since: string; until: string; } | null;
                    };
                };
            };
        };
    };
    postModerationNewcomersUserIdApprove: {
        parameters: { path: { userId: string; }; };
        responses: { 204: { }; }; };
    postModerationNewcomersUserIdDecline: {
        parameters: { path: { userId: string; }; };
        responses: { 204: { }; }; };
    deleteModerationBrake: {
        responses: { 204: { }; }; };
    postMessagesMessageIdReports: {
        parameters: { path: { messageId: string; }; };
        requestBody: {
            content: {
                "application/json": { reason: "spam" | "harassment" | "hate" | "private" | "illegal" | "other"; note?: string; };
            };
        };
        responses: { 204: { }; }; };
    postUsersUserIdReports: {
        parameters: { path: { userId: string; }; };
        requestBody: {
            content: {
                "application/json": { reason: "spam" | "harassment" | "hate" | "private" | "illegal" | "other"; note?: string; };
            };
        };
        responses: { 204: { }; }; };
    getReports: {
        parameters: { query?: { status?: "open" | "closed"; before?: string; limit?: number; }; };
        responses: {
            200: {
                content: { "application/json": { reports: components["schemas"]["Report"][]; next: string | null; }; };
            };
        };
    };
    getReportsReportId: {
        parameters: { path: { reportId: string; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ReportDetails"]; }; }; };
    };
    patchReportsReportId: {
        parameters: { path: { reportId: string; }; };
        requestBody: { content: { "application/json": { version: number; assigned: boolean; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ReportDetails"]; }; }; };
    };
    postReportsReportIdNotes: {
        parameters: { path: { reportId: string; }; };
        requestBody: { content: { "application/json": { text: string; }; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["ReportDetails"]; }; }; };
    };
    postReportsReportIdClose: {
        parameters: { path: { reportId: string; }; };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                    outcome: { kind: "nothing"; } | { kind: "warn"; reason: string; } | { kind: "delete"; } | { roomId?: string | null; until: string; reason: string; kind: "mute"; } | { kind: "remove"; } | { until: string | null; reason: string; addresses?: boolean; kind: "ban"; };
                };
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["ReportDetails"]; }; }; };
    };
    getModerationRestricted: {
        responses: {
            200: {
                content: {
                    "application/json": {
                        people: components["schemas"]["Restricted"][];
                        addresses: components["schemas"]["AddressBan"][];
                    };
                };
            };
        };
    };
    putUsersUserIdBan: {
        parameters: { path: { userId: string; }; };
        requestBody: {
            content: { "application/json": { until: string | null; reason: string; addresses?: boolean; }; };
        };
        responses: { 204: { }; }; };
    deleteUsersUserIdBan: {
        parameters: { path: { userId: string; }; };
        responses: { 204: { }; }; };
    deleteModerationAddressesAddressBanId: {
        parameters: { path: { addressBanId: string; }; };
        responses: { 204: { }; }; };
    deleteMeNoticesNoticeId: {
        parameters: { path: { noticeId: string; }; };
        responses: { 204: { }; }; };
    getModerationWords: {
        responses: { 200: { content: { "application/json": components["schemas"]["WordFilter"]; }; }; };
    };
    putModerationWords: {
        requestBody: { content: { "application/json": components["schemas"]["WordFilter"]; }; };
        responses: { 200: { content: { "application/json": components["schemas"]["WordFilter"]; }; }; };
    };
    getModerationHeld: {
        responses: {
            200: { content: { "application/json": { held: components["schemas"]["HeldMessage"][]; }; }; };
        };
    };
    postModerationHeldHeldIdApprove: {
        parameters: { path: { heldId: string; }; };
        responses: { 204: { }; }; };
    postModerationHeldHeldIdRefuse: {
        parameters: { path: { heldId: string; }; };
        responses: { 204: { }; }; };
}
