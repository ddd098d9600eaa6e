/** Written by `npm run docs:api` from the routes of the server. */
export interface Plain {
        WorkspaceRules: {
            roles?: {
                readonly createPublicRooms?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly createPrivateRooms?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly invite?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly post?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly reply?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly mentionRoom?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly upload?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly createPoll?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly pin?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly editOwnMessage?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly deleteOwnMessage?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly startCall?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly addMember?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
                readonly webhooks?: ("owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator")[];
            };
            editMinutes?: number | null;
        };
        RoleHolder: { kind: "person" | "group"; id: string; roomId: string | null; };
        RoomRules: {
            only?: {
                post?: "moderators" | "owners";
                reply?: "moderators" | "owners";
                mentionRoom?: "moderators" | "owners";
                upload?: "moderators" | "owners";
                createPoll?: "moderators" | "owners";
                pin?: "moderators" | "owners";
                startCall?: "moderators" | "owners";
                addMember?: "moderators" | "owners";
                editOwnMessage?: "moderators" | "owners";
                deleteOwnMessage?: "moderators" | "owners";
            };
            editMinutes?: number | null;
        };
        WordFilter: {
            version: number;
            entries: { phrase: string; action: "deny" | "hold" | "replace"; }[];
        };
        PollVote: { optionIds: string[]; };
        __schema0: {
            type?: string;
            text: { type?: string; text?: string; };
            url?: string;
            name?: string;
            unicode?: string;
            skin_tone?: string;
            user_id?: string;
            channel_id?: string;
            usergroup_id?: string;
            range?: string;
            fallback?: string;
            value?: string;
            alt_text?: string;
            image_url?: string;
            indent?: string;
            offset?: string;
            style?: { bold: boolean; italic: boolean; strike: boolean; code: boolean; } | string;
            elements?: Plain["__schema0"][];
        };
        Me: {
            userId: string;
            version: number;
            username: string;
            formerNames: string[];
            displayName: string;
            statusText: string;
            statusEmoji: string;
            statusUntil: string | null;
            picture: number | null;
            timeZone: string | null;
            role: "owner" | "admin" | "moderator" | "member" | "guest";
            active: boolean;
            bot: boolean;
            group?: true;
            erased?: true;
            hidden?: true;
            email: string | null;
            emailConfirmed: boolean;
            showReceipts: boolean;
            presenceMode: "auto" | "dnd";
            keywords: string[];
            quiet: { days: number[]; from: string; to: string; timeZone: string; } | null;
            mutes?: { roomId: string | null; until: string; reason: string; }[];
            blocked?: string[];
            notices?: {
                noticeId: string;
                kind: "reportHandled" | "warned" | "reportWaits" | "accountsWait" | "brakePulled";
                at: string;
                text?: string;
            }[];
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: "invalid" | "unauthenticated" | "forbidden" | "reauthentication_required" | "second_factor_required" | "not_found" | "conflict" | "too_large" | "unsupported" | "rate_limited" | "internal" | "unavailable";
            detail?: string;
            key: string;
            params?: { [key: string]: string | number; };
            requestId?: string;
            errors?: {
                field: string;
                key: string;
                params?: { [key: string]: string | number; };
                message: string;
            }[];
            fields?: { [key: string]: string; };
            retryAfter?: number;
            secondStep?: {
                ticket: string;
                methods: ("totp" | "passkey" | "recovery")[];
                enrol?: true;
                waiting?: true;
            };
        };
        Session: {
            sessionId: string;
            createdAt: string;
            lastUsedAt: string;
            userAgent: string;
            address: string;
            current: boolean;
        };
        ResetAccount: { username: string; displayName: string; };
        ResetLink: { token: string; expiresAt: string; };
        OpenidProvider: { provider: string; name: string; silent?: true; };
        Identity: { identityId: string; provider: string; name: string; label: string; createdAt: string; };
        ManagedProvider: {
            provider: string;
            preset: "google" | "microsoft" | "github" | "gitlab" | "keycloak" | "authentik" | "oidc";
            name: string | null;
            issuer: string | null;
            tenant: string | null;
            clientId: string;
            scopes: string[] | null;
            private: boolean;
            domains: string[] | null;
            require: { claim: string; values: string[]; } | null;
            groups: { claim: string; rules: string[]; } | null;
            silent: boolean;
            disabled: boolean;
            hasSecret: boolean;
            fixedBy: string | null;
            callback: string | null;
            logout: string | null;
        };
        ProviderTest: {
            steps: {
                step: "address" | "discovery" | "keys" | "client";
                outcome: "good" | "bad" | "unknown";
                problem: ("noPublicUrl" | "plainHttp" | "privateAddress" | "unreachable" | "status" | "notOpenid" | "issuerDiffers" | "noKeys" | "badClient" | "badRedirect" | "unclear" | "notChecked") | null;
                detail: string | null;
            }[];
        };
        UsePasskeyOptions: {
            challenge: string;
            rpId: string;
            timeout: number;
            userVerification: "required" | "preferred" | "discouraged";
            allowCredentials: { id: string; type: "public-key"; transports?: string[]; }[];
        };
        TotpSetup: { secret: string; uri: string; };
        CreatePasskeyOptions: {
            challenge: string;
            rp: { id: string; name: string; };
            user: { id: string; name: string; displayName: string; };
            pubKeyCredParams: { alg: number; type: "public-key"; }[];
            timeout: number;
            attestation: "none";
            excludeCredentials: { id: string; type: "public-key"; transports?: string[]; }[];
            authenticatorSelection: { residentKey: "required"; requireResidentKey: true; userVerification: "required"; };
        };
        Passkey: { passkeyId: string; name: string; createdAt: string; lastUsedAt: string | null; };
        RecoveryCodes: { recoveryCodes: string[]; };
        NewDevice: {
            sessionId: string;
            device: {
                browser: ("Edge" | "Firefox" | "Chrome" | "Safari") | null;
                system: ("Android" | "iOS" | "macOS" | "Windows" | "Linux") | null;
            };
            address: string;
            at: string;
        };
        SignInLinks: { enabled: boolean; };
        SignInLinkAccount: { username: string; displayName: string; };
        DirectorySignIn: { enabled: boolean; };
        DirectoryTest: {
            failed: ("connect" | "tls" | "bind" | "search" | "groups") | null;
            detail: string | null;
            people: number | null;
            missingGroups: string[];
        };
        Erasure: {
            userId: string;
            messages: "keep" | "remove";
            step: "account" | "private" | "messages" | "files" | "search" | "compact" | "done";
            looked: number;
            total: number;
        };
        Departure: { eraseAt: string | null; messages: ("keep" | "remove") | null; };
        Merge: {
            userId: string;
            into: string;
            step: "account" | "features" | "rooms" | "messages" | "erase" | "done";
            looked: number;
            total: number;
        };
        MergePreview: {
            messages: number;
            rooms: number;
            conversations: number;
            apart: number;
            signIns: number;
            signInsLost: number;
        };
        Export: {
            exportId: string;
            kind: "own" | "workspace";
            state: "waiting" | "running" | "ready" | "failed";
            done: number;
            total: number;
            bytes: number | null;
            createdAt: string;
            expiresAt: string | null;
        };
        DataPolicy: {
            privateInExports: boolean;
            retentionDays: number | null;
            graceDays: number;
            exportDays: number;
        };
        ExportLink: { path: string; };
        Workspace: {
            name: string;
            registration: "open" | "invitation" | "closed";
            renaming: boolean;
            directory: "everyone" | "members" | "rooms";
            firstRun: boolean;
            picture: string | null;
            mail: boolean;
            storage: {
                file: number;
                person: number;
                most: { file: number; person: number; };
            };
        };
        Invitation: { workspaceName: string; invitedBy: string; };
        Invite: {
            inviteId: string;
            code: string;
            createdBy: string;
            createdAt: string;
            expiresAt: string | null;
            uses: number;
            left: number | null;
        };
        User: {
            userId: string;
            version: number;
            username: string;
            formerNames: string[];
            displayName: string;
            statusText: string;
            statusEmoji: string;
            statusUntil: string | null;
            picture: number | null;
            timeZone: string | null;
            role: "owner" | "admin" | "moderator" | "member" | "guest";
            active: boolean;
            bot: boolean;
            group?: true;
            erased?: true;
            hidden?: true;
        };
        AuditEntry: {
            number: number;
            at: string;
            userId: string | null;
            program: ("operator" | "server" | "directory" | "provider" | "scim") | null;
            action: string;
            on: { kind: string; id: string; } | null;
            roomId: string | null;
            before: { [key: string]: string | number | boolean | null | string[]; } | null;
            after: { [key: string]: string | number | boolean | null | string[]; } | null;
            address: string | null;
            sessionId: string | null;
            tokenId: string | null;
            requestId: string | null;
            previous: string;
            hash: string;
        };
        AuditCheck: {
            ok: boolean;
            entries: number;
            first: number | null;
            last: number | null;
            broken: { number: number; how: "missing" | "changed" | "removed"; } | null;
        };
        SettingField: {
            name: string;
            kind: "text" | "number" | "switch" | "choice" | "choices" | "list" | "secret" | "other";
            options?: string[];
            min?: number;
            max?: number;
            whole?: boolean;
            maxLength?: number;
            optional: boolean;
            fixedBy: string | null;
            default: string | number | boolean | null | string[];
            value: string | number | boolean | null | string[];
            isSet: boolean;
        };
        SettingChange: {
            changeId: string;
            at: string;
            by: string | null;
            undoes: string | null;
            undone: boolean;
            fields: {
                field: string;
                secret: boolean;
                before: string | number | boolean | null | string[];
                after: string | number | boolean | null | string[];
            }[];
        };
        Overview: {
            version: string;
            people: number;
            activeToday: number;
            activeMonth: number;
            days: { day: string; active: number | null; messages: number | null; }[];
            usage: {
                files: number;
                bytes: number;
                kinds: { kind: "image" | "video" | "audio" | "document"; files: number; bytes: number; }[];
                rooms: { roomId: string; name: string | null; files: number; bytes: number; }[];
                direct: { files: number; bytes: number; };
            };
            nodes: {
                nodeId: string;
                here: boolean;
                host: string | null;
                version: string | null;
                startedAt: string | null;
                connections: number | null;
                memory: number | null;
            }[];
            attention: {
                kind: "reports" | "held" | "waiting" | "jobs" | "diskFull" | "diskLow" | "databaseSlow" | "versions" | "mailFailing" | "mailMissing" | "noRedis" | "oneOwner" | "backups";
                count: number | null;
                names: string[];
            }[];
        };
        Job: {
            name: string;
            runs: "node" | "cluster";
            everySeconds: number;
            runningOn: string | null;
            done: number;
            total: number;
            nextAt: string | null;
            last: { startedAt: string; ms: number; error: string | null; host: string | null; }[];
        };
        ManagedRoom: {
            roomId: string;
            type: "public" | "private";
            name: string | null;
            general: boolean;
            archived: boolean;
            createdAt: string;
            members: number;
            messages: number;
            bytes: number;
            lastMessageAt: string | null;
            owners: { userId: string; displayName: string; }[];
        };
        Storage: {
            store: "folder" | "gridfs" | "s3";
            place: string | null;
            former: ("folder" | "gridfs" | "s3") | null;
            limits: { file: number; person: number; };
            usage: {
                files: number;
                bytes: number;
                kinds: { kind: "image" | "video" | "audio" | "document"; files: number; bytes: number; }[];
                rooms: { roomId: string; name: string | null; files: number; bytes: number; }[];
                direct: { files: number; bytes: number; };
            };
            largest: {
                fileId: string;
                name: string;
                kind: "image" | "video" | "audio" | "document";
                bytes: number;
                roomId: string;
                roomName: string;
                owner: string;
                createdAt: string;
            }[];
        };
        RoomRetention: {
            days: number | null;
            effective: number | null;
            ofWorkspace: number | null;
            allowed: "none" | "shorter" | "any";
            held: boolean | null;
        };
        RetentionCounts: { messages: number; files: number; bytes: number; graceHours: number; };
        RetentionPreview: {
            rooms: {
                roomId: string;
                name: string;
                messages: number;
                files: number;
                bytes: number;
                held: boolean;
            }[];
            messages: number;
            files: number;
            bytes: number;
            graceHours: number;
        };
        Hold: {
            holdId: string;
            on: "workspace" | "room" | "person";
            targetId: string | null;
            name: string;
            reason: string;
            createdBy: string;
            createdAt: string;
        };
        ImportPlan: {
            create: number;
            update: number;
            same: number;
            bad: number;
            faults: {
                line: number;
                field: string;
                key: string;
                params: { [key: string]: string | number; };
                message: string;
            }[];
            ignored: string[];
        };
        PeopleImport: {
            importId: string;
            createdAt: string;
            total: number;
            done: number;
            created: number;
            updated: number;
            failed: {
                line: number;
                field: string;
                key: string;
                params: { [key: string]: string | number; };
                message: string;
            }[];
            finished: boolean;
        };
        BulkResult: {
            results: {
                userId: string;
                refused: {
                    key: string;
                    params: { [key: string]: string | number; };
                    message: string;
                } | null;
            }[];
        };
        Group: {
            groupId: string;
            version: number;
            handle: string;
            name: string;
            description: string;
            memberCount: number;
        };
        GroupDetails: {
            groupId: string;
            version: number;
            handle: string;
            name: string;
            description: string;
            memberCount: number;
            memberIds: string[];
        };
        Reason: {
            allowed: boolean;
            by: {
                kind: "role" | "customRole" | "roomRule" | "noRole" | "notMember" | "archived" | "notHere" | "inactive";
                role?: "owner" | "admin" | "moderator" | "member" | "guest" | "roomOwner" | "roomModerator";
                customRole?: { roleId: string; name: string; };
                group?: { groupId: string; handle: string; };
                roomId?: string | null;
                level?: "moderators" | "owners";
            };
        };
        OwnMember: {
            roomId: string;
            userId: string;
            version: number;
            role: "owner" | "moderator" | "member";
            present: boolean;
            muted: boolean;
            favourite: boolean;
            level: ("all" | "mentions" | "nothing") | null;
            readSeq: number;
            unreadFrom: number | null;
        };
        Member: {
            roomId: string;
            userId: string;
            version: number;
            role: "owner" | "moderator" | "member";
            present: boolean;
        };
        File: {
            fileId: string;
            kind: "image" | "video" | "audio" | "document";
            name: string;
            type: string;
            bytes: number;
            width: number | null;
            height: number | null;
            blur: string | null;
        };
        Poll: {
            kind: "poll";
            question: string;
            options: { optionId: string; text: string; votes: number; }[];
            multiple: boolean;
            anonymous: boolean;
            voters: number;
            closesAt: string | null;
            closedAt: string | null;
        };
        CallPart: {
            kind: "call";
            callId: string;
            state: "live" | "ended" | "missed" | "declined";
            people: number;
            seconds: number;
        };
        Edit: { text: string; writtenAt: string; };
        Read: { roomId: string; userId: string; seq: number; };
        AccessToken: {
            tokenId: string;
            name: string;
            scope: "read" | "write" | "admin";
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
        };
        CreatedAccessToken: {
            tokenId: string;
            name: string;
            scope: "read" | "write" | "admin";
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
            token: string;
        };
        AnyAccessToken: {
            tokenId: string;
            name: string;
            scope: "read" | "write" | "admin";
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
            owner: { userId: string; displayName: string; };
            mayRevoke: boolean;
        };
        Webhook: {
            webhookId: string;
            roomId: string;
            userId: string;
            name: string;
            createdAt: string;
            lastUsedAt: string | null;
        };
        CreatedWebhook: {
            webhookId: string;
            roomId: string;
            userId: string;
            name: string;
            createdAt: string;
            lastUsedAt: string | null;
            path: string;
        };
        AnyWebhook: {
            webhookId: string;
            name: string | null;
            roomId: string;
            roomName: string | null;
            madeBy: { userId: string; displayName: string; };
            createdAt: string;
            lastUsedAt: string | null;
        };
        ScimToken: {
            tokenId: string;
            name: string;
            managesOwners: boolean;
            createdBy: string;
            createdAt: string;
            lastUsedAt: string | null;
        };
        CreatedScimToken: {
            tokenId: string;
            name: string;
            managesOwners: boolean;
            createdBy: string;
            createdAt: string;
            lastUsedAt: string | null;
            token: string;
        };
        Report: {
            reportId: string;
            version: number;
            status: "open" | "closed";
            kind: "message" | "person";
            reporterId: string;
            targetId: string;
            messageId: string | null;
            roomId: string | null;
            reason: "spam" | "harassment" | "hate" | "private" | "illegal" | "other";
            note: string;
            createdAt: string;
            updatedAt: string;
            assignedTo: string | null;
            outcome: {
                kind: "nothing" | "warn" | "delete" | "mute" | "remove" | "ban";
                by: string;
                at: string;
                until: string | null;
                reason: string;
            } | null;
            mayPunish: boolean;
        };
        Restricted: {
            userId: string;
            mutes: { roomId: string | null; until: string; reason: string; }[];
            ban: { until: string | null; reason: string; } | null;
        };
        AddressBan: { addressBanId: string; address: string; until: string | null; reason: string; };
        HeldMessage: {
            heldId: string;
            roomId: string;
            roomName: string;
            authorId: string;
            text: string;
            createdAt: string;
        };
        PollVoter: { userId: string; optionIds: string[]; };
        CallLeg: {
            legId: string;
            userId: string;
            joinedAt: string;
            epoch: number;
            away: boolean;
            muted: boolean;
            camera: boolean;
            screen: boolean;
            hand: boolean;
        };
        IceServer: { urls: string[]; username?: string; credential?: string; };
        CallSettings: {
            relayPort: number;
            relayHost: string | null;
            turnUrls: string[];
            hasTurnSecret: boolean;
            livekitUrl: string | null;
        };
        CallCheck: {
            what: "relay" | "relayOutside" | "turn" | "livekit";
            target: string;
            verdict: "works" | "off" | "ready" | "notRunning" | "portTaken" | "noAnswer" | "unconfirmed" | "secret" | "clocks" | "unknownName" | "portClosed" | "certificate" | "foreign" | "malformed" | "untested" | "refused" | "mediaWorks" | "mediaSecret" | "mediaUnreachable";
            ms: number | null;
        };
        Draft: { roomId: string; text: string; updatedAt: string; };
        PushTests: {
            devices: { service: string; outcome: "sent" | "gone" | "failed"; status: number | null; }[];
        };
}
