/** Written by `npm run docs:api` from the routes of the server. */
import type { components } from './schemas.generated';

export interface paths {
    "/audit": { get: operations["getAudit"]; };
    "/audit/export": { get: operations["getAuditExport"]; };
    "/audit/check": { get: operations["getAuditCheck"]; };
}

interface operations {
    getAudit: {
        parameters: {
            query?: {
                by?: string | ("operator" | "server" | "directory" | "provider" | "scim");
                action?: "audit.exported" | "audit.removed" | "brake.pulled" | "brake.released" | "hold.added" | "hold.ended" | "group.changed" | "group.created" | "group.deleted" | "group.memberAdded" | "group.memberRemoved" | "invitation.created" | "invitation.mailed" | "invitation.revoked" | "job.started" | "message.removed" | "moderation.reportClosed" | "people.exported" | "people.imported" | "person.added" | "person.approved" | "person.banned" | "person.changed" | "person.declined" | "person.deactivated" | "person.erased" | "person.factorAdded" | "person.factorsRemoved" | "person.identityLinked" | "person.identityUnlinked" | "person.merged" | "person.muted" | "person.passwordChanged" | "person.passwordReset" | "person.reactivated" | "person.recoveryCodeUsed" | "person.recoveryCodesMade" | "person.resetLinkCreated" | "person.roleChanged" | "person.sessionStolen" | "person.signedOut" | "person.unbanned" | "person.unlocked" | "person.unmuted" | "person.warned" | "provider.added" | "provider.changed" | "provider.ordered" | "provider.removed" | "rights.changed" | "role.changed" | "role.created" | "role.deleted" | "role.given" | "role.taken" | "room.archived" | "room.changed" | "room.memberAdded" | "room.memberRemoved" | "room.retentionChanged" | "room.roleChanged" | "room.rulesChanged" | "room.unarchived" | "setting.changed" | "token.created" | "token.revoked" | "webhook.created" | "webhook.removed" | "words.changed" | "workspace.changed" | "workspace.exported";
                target?: string;
                from?: string;
                to?: string;
                q?: string;
                before?: number;
                limit?: number;
            };
        };
        responses: { 200: { content: { "application/json": components["schemas"]["AuditPage"]; }; }; };
    };
    getAuditExport: {
        parameters: {
            query: {
                by?: string | ("operator" | "server" | "directory" | "provider" | "scim");
                action?: "audit.exported" | "audit.removed" | "brake.pulled" | "brake.released" | "hold.added" | "hold.ended" | "group.changed" | "group.created" | "group.deleted" | "group.memberAdded" | "group.memberRemoved" | "invitation.created" | "invitation.mailed" | "invitation.revoked" | "job.started" | "message.removed" | "moderation.reportClosed" | "people.exported" | "people.imported" | "person.added" | "person.approved" | "person.banned" | "person.changed" | "person.declined" | "person.deactivated" | "person.erased" | "person.factorAdded" | "person.factorsRemoved" | "person.identityLinked" | "person.identityUnlinked" | "person.merged" | "person.muted" | "person.passwordChanged" | "person.passwordReset" | "person.reactivated" | "person.recoveryCodeUsed" | "person.recoveryCodesMade" | "person.resetLinkCreated" | "person.roleChanged" | "person.sessionStolen" | "person.signedOut" | "person.unbanned" | "person.unlocked" | "person.unmuted" | "person.warned" | "provider.added" | "provider.changed" | "provider.ordered" | "provider.removed" | "rights.changed" | "role.changed" | "role.created" | "role.deleted" | "role.given" | "role.taken" | "room.archived" | "room.changed" | "room.memberAdded" | "room.memberRemoved" | "room.retentionChanged" | "room.roleChanged" | "room.rulesChanged" | "room.unarchived" | "setting.changed" | "token.created" | "token.revoked" | "webhook.created" | "webhook.removed" | "words.changed" | "workspace.changed" | "workspace.exported";
                target?: string;
                from?: string;
                to?: string;
                q?: string;
                format: "jsonl" | "csv";
            };
        };
        responses: {
            200: { content: { "*/*": unknown; }; };
            206: { content: { "*/*": unknown; }; };
            304: {
            };
            416: { }; };
    };
    getAuditCheck: {
        responses: { 200: { content: { "application/json": components["schemas"]["AuditCheck"]; }; }; };
    };
}
