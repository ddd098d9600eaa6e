/** Written by `npm run docs:api` from the routes of the server. */
import type { Plain } from './plainSchemas.generated';

export interface components {
    schemas: Plain & {
        SignedIn: {
            accessToken: string;
            expiresIn: number;
            sessionId: string;
            signOutToken: string;
            storageKey: string;
            me: components["schemas"]["Me"];
        };
        ManagedProviders: {
            version: number;
            publicUrl: string | null;
            providers: components["schemas"]["ManagedProvider"][];
        };
        Enrolled: { signedIn: components["schemas"]["SignedIn"]; recoveryCodes: string[]; };
        Factors: {
            totp: { createdAt: string; } | null;
            passkeys: components["schemas"]["Passkey"][];
            recoveryCodes: number;
            requiredBy: string | null;
        };
        DeviceLink: { username: string; device: components["schemas"]["NewDevice"] | null; };
        AuditPage: {
            entries: components["schemas"]["AuditEntry"][];
            people: { userId: string; username: string; displayName: string; }[];
            rooms: { roomId: string; name: string; }[];
            next: number | null;
        };
        SettingSection: { name: string; version: number; fields: components["schemas"]["SettingField"][]; };
        Account: { user: components["schemas"]["User"]; email: string | null; };
        PeoplePage: { people: components["schemas"]["ManagedPerson"][]; total: number; next: string | null; };
        ManagedPerson: {
            user: components["schemas"]["User"];
            email: string | null;
            createdAt: string;
            seenAt: string | null;
            signIn: ("password" | "passkey" | "provider" | "directory")[];
            factor: boolean;
            banned: boolean;
        };
        PersonAccess: {
            person: components["schemas"]["ManagedPerson"];
            factors: {
                factorId: "totp" | string;
                kind: "totp" | "passkey";
                name: string | null;
                createdAt: string;
                lastUsedAt: string | null;
            }[];
            recoveryCodes: number;
            identities: { provider: string; name: string; label: string; }[];
            sessions: {
                sessionId: string;
                createdAt: string;
                lastUsedAt: string;
                userAgent: string;
                address: string;
            }[];
        };
        Rights: {
            rules: components["schemas"]["WorkspaceRules"];
            readonly grants: {
                readonly permissions: ("createPublicRooms" | "createPrivateRooms" | "invite" | "post" | "reply" | "mentionRoom" | "upload" | "createPoll" | "pin" | "editOwnMessage" | "deleteOwnMessage" | "startCall" | "addMember" | "webhooks" | "rename" | "setTopic" | "deleteAnyMessage" | "manageCall")[];
                role: { roleId: string; name: string; };
                group?: { groupId: string; handle: string; };
                roomId: string | null;
            }[];
        };
        CustomRole: {
            roleId: string;
            version: number;
            name: string;
            permissions: ("createPublicRooms" | "createPrivateRooms" | "invite" | "post" | "reply" | "mentionRoom" | "upload" | "createPoll" | "pin" | "editOwnMessage" | "deleteOwnMessage" | "startCall" | "addMember" | "webhooks" | "rename" | "setTopic" | "deleteAnyMessage" | "manageCall")[];
            holders: components["schemas"]["RoleHolder"][];
        };
        Room: {
            roomId: string;
            version: number;
            type: "public" | "private" | "direct" | "group";
            name: string;
            topic: string;
            slowSeconds?: number;
            general: boolean;
            archived: boolean;
            createdAt: string;
            memberIds: string[];
            rules?: components["schemas"]["RoomRules"];
            floorSeq?: number;
        };
        DirectoryEntry: { room: components["schemas"]["Room"]; memberCount: number; joined: boolean; };
        Message: {
            messageId: string;
            roomId: string;
            authorId: string;
            clientId: string;
            seq: number;
            rev: number;
            createdAt: string;
            editedAt: string | null;
            deletedAt: string | null;
            text: string;
            mentionIds: string[];
            mentionsRoom: boolean;
            replyTo: { messageId: string; seq: number; } | null;
            reactions: { emoji: string; userIds: string[]; }[];
            files: components["schemas"]["File"][];
            parts?: (components["schemas"]["Poll"] | components["schemas"]["CallPart"])[];
            notice: ({ kind: "welcome"; } | { kind: "renamed"; name: string; } | { kind: "topic"; topic: string; } | { kind: "archived"; }) | null;
            pinned: { userId: string; at: string; } | null;
        };
        MessagePage: {
            messages: components["schemas"]["Message"][];
            hasMoreBefore: boolean;
            hasMoreAfter: boolean;
        };
        ReportDetails: {
            report: components["schemas"]["Report"];
            evidence: {
                roomName: string;
                messages: {
                    messageId: string;
                    authorId: string;
                    createdAt: string;
                    edited: boolean;
                    deleted: boolean;
                    text: string;
                }[];
                profile: { displayName: string; username: string; statusText: string; };
            };
            notes: { by: string; at: string; text: string; }[];
            history: components["schemas"]["Report"][];
        };
        Call: {
            callId: string;
            roomId: string;
            version: number;
            live: boolean;
            media: "mesh" | "livekit";
            startedBy: string;
            startedAt: string;
            answeredAt: string | null;
            endedAt: string | null;
            endReason: ("left" | "declined" | "missed" | "lost" | "archived") | null;
            legs: components["schemas"]["CallLeg"][];
            invited: { userId: string; state: "ringing" | "answered" | "declined" | "busy" | "missed"; }[];
            ringsUntil: string;
        };
        SearchPage: {
            hits: components["schemas"]["Message"][];
            marks: string[];
            next: string | null;
            unknown: string[];
            indexing: boolean;
        };
        Sync: {
            me: components["schemas"]["Me"];
            workspace: {
                picture: string | null;
                name: string;
                dataId: string;
                rights?: components["schemas"]["Rights"];
            };
            rooms: {
                room: components["schemas"]["Room"];
                member: components["schemas"]["OwnMember"];
                headSeq: number;
                headRev: number;
                mentionSeqs: number[];
                uncounted: { deleted: number[]; own: number[]; };
                lastMessageAt: string | null;
            }[];
            users: components["schemas"]["User"][];
            presences: { userId: string; presence: "online" | "away" | "dnd" | "offline"; }[];
            savedIds: string[];
            drafts: components["schemas"]["Draft"][];
            calls: components["schemas"]["Call"][];
            sessionId: string;
        };
    };
}
