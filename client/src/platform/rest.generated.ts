/** Written by `npm run docs:api` from the routes of the server; `paths` is what client/src/platform/rest.ts takes types from. */
export interface paths {
    "/auth/register": {
        /** Make an account */
        post: operations["postAuthRegister"];
    };
    "/auth/login": {
        /** Sign in */
        post: operations["postAuthLogin"];
    };
    "/auth/refresh": {
        /** Renew the access token by the cookie */
        post: operations["postAuthRefresh"];
    };
    "/auth/logout": {
        /** Sign out */
        post: operations["postAuthLogout"];
    };
    "/session/confirm": {
        /** Confirm your password, for what gives power */
        post: operations["postSessionConfirm"];
    };
    "/me/password": {
        /** Change your password */
        post: operations["postMePassword"];
    };
    "/me/sessions": {
        /** List where you are signed in */
        get: operations["getMeSessions"];
        /** End all other sessions */
        delete: operations["deleteMeSessions"];
    };
    "/me/sessions/{sessionId}": {
        /** End a session */
        delete: operations["deleteMeSessionsSessionId"];
    };
    "/auth/forgot-password": {
        /** Have a link for a new password sent to you; the answer is the same for every address */
        post: operations["postAuthForgot-password"];
    };
    "/auth/reset-link": {
        /** Read whose link for a new password it is */
        post: operations["postAuthReset-link"];
    };
    "/auth/reset-password": {
        /** Set a new password by a link; then sign in with it */
        post: operations["postAuthReset-password"];
    };
    "/users/{userId}/reset-link": {
        /**
         * Make a one-time link with which somebody sets a new password
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        post: operations["postUsersUserIdReset-link"];
    };
    "/users/{userId}/erase": {
        /**
         * Delete somebody’s account for good, with what they wrote or without
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        post: operations["postUsersUserIdErase"];
    };
    "/users/{userId}/erasure": {
        /** Read how far the deletion of an account is */
        get: operations["getUsersUserIdErasure"];
    };
    "/me/erase": {
        /** Delete your own account for good */
        post: operations["postMeErase"];
    };
    "/workspace": {
        /** Read what the workspace is called and who may join */
        get: operations["getWorkspace"];
        /**
         * Change the workspace
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        patch: operations["patchWorkspace"];
    };
    "/invitations/{code}": {
        /** Read an invitation */
        get: operations["getInvitationsCode"];
    };
    "/invites": {
        /** List the invitations that are out */
        get: operations["getInvites"];
        /**
         * Make an invitation
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        post: operations["postInvites"];
    };
    "/invites/{inviteId}": {
        /** Take an invitation back */
        delete: operations["deleteInvitesInviteId"];
    };
    "/invites/{inviteId}/mail": {
        /**
         * Send an invitation by e-mail
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        post: operations["postInvitesInviteIdMail"];
    };
    "/workspace/test-mail": {
        /** Send yourself a letter to try the mail server */
        post: operations["postWorkspaceTest-mail"];
    };
    "/users/{userId}": {
        /** Read a person */
        get: operations["getUsersUserId"];
        /**
         * Change somebody’s role, deactivate or restore them
         * @description To change a role or restore somebody. Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        patch: operations["patchUsersUserId"];
    };
    "/me": {
        /** Read your own account */
        get: operations["getMe"];
        /**
         * Change your own account
         * @description To change the e-mail address. Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        patch: operations["patchMe"];
    };
    "/me/email": {
        /** Confirm your e-mail address by the code that was sent to it */
        post: operations["postMeEmail"];
    };
    "/me/username": {
        /** Change your own user name */
        put: operations["putMeUsername"];
    };
    "/users/{userId}/username": {
        /** Change somebody’s user name */
        put: operations["putUsersUserIdUsername"];
    };
    "/users/{userId}/account": {
        /** Read somebody’s account, with their e-mail address */
        get: operations["getUsersUserIdAccount"];
        /**
         * Change somebody’s name or e-mail address
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        patch: operations["patchUsersUserIdAccount"];
    };
    "/users": {
        /** List everybody */
        get: operations["getUsers"];
    };
    "/rooms": {
        /** List your rooms */
        get: operations["getRooms"];
        /** Create a room, or find the direct message with somebody */
        post: operations["postRooms"];
    };
    "/rooms/directory": {
        /** List the public rooms */
        get: operations["getRoomsDirectory"];
    };
    "/rooms/{roomId}": {
        /** Read a room */
        get: operations["getRoomsRoomId"];
        /** Archive a room */
        delete: operations["deleteRoomsRoomId"];
        /** Change a room’s name or topic */
        patch: operations["patchRoomsRoomId"];
    };
    "/rooms/{roomId}/join": {
        /** Join a public room */
        post: operations["postRoomsRoomIdJoin"];
    };
    "/rooms/{roomId}/leave": {
        /** Leave a room */
        post: operations["postRoomsRoomIdLeave"];
    };
    "/rooms/{roomId}/members": {
        /** List the members of a room */
        get: operations["getRoomsRoomIdMembers"];
    };
    "/rooms/{roomId}/members/{userId}": {
        /** Read a membership */
        get: operations["getRoomsRoomIdMembersUserId"];
        /** Add somebody to a room, or change a membership */
        put: operations["putRoomsRoomIdMembersUserId"];
        /** Remove somebody from a room */
        delete: operations["deleteRoomsRoomIdMembersUserId"];
    };
    "/inbox": {
        /** Read what calls you, newest first: mentions and answers */
        get: operations["getInbox"];
    };
    "/rooms/{roomId}/messages": {
        /** Read messages of a room: the newest, or before, after or around one */
        get: operations["getRoomsRoomIdMessages"];
        /** Say something; the same Idempotency-Key again answers the first message */
        post: operations["postRoomsRoomIdMessages"];
    };
    "/rooms/{roomId}/authors": {
        /** Read who said something in a room, of some people */
        get: operations["getRoomsRoomIdAuthors"];
    };
    "/messages/{messageId}": {
        /** Read a message */
        get: operations["getMessagesMessageId"];
        /** Delete a message */
        delete: operations["deleteMessagesMessageId"];
        /** Change what you said */
        patch: operations["patchMessagesMessageId"];
    };
    "/messages/{messageId}/edits": {
        /** Read the versions of a message, oldest first */
        get: operations["getMessagesMessageIdEdits"];
    };
    "/messages/{messageId}/reactions/{emoji}": {
        /** React to a message */
        put: operations["putMessagesMessageIdReactionsEmoji"];
        /** Take a reaction back */
        delete: operations["deleteMessagesMessageIdReactionsEmoji"];
    };
    "/rooms/{roomId}/read": {
        /** Mark a room as read up to a message */
        put: operations["putRoomsRoomIdRead"];
    };
    "/rooms/{roomId}/reads": {
        /** See how far everybody has read */
        get: operations["getRoomsRoomIdReads"];
    };
    "/me/picture": {
        /** Make an image your picture */
        put: operations["putMePicture"];
        /** Remove your picture */
        delete: operations["deleteMePicture"];
    };
    "/files/people/{userId}": {
        /** Read somebody’s picture */
        get: operations["getFilesPeopleUserId"];
    };
    "/workspace/picture": {
        /** Read the workspace’s picture */
        get: operations["getWorkspacePicture"];
        /**
         * Make an image the workspace’s picture
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        put: operations["putWorkspacePicture"];
        /**
         * Remove the workspace’s picture
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        delete: operations["deleteWorkspacePicture"];
    };
    "/rooms/{roomId}/files": {
        /** Upload a file to a room, to be sent with a message */
        post: operations["postRoomsRoomIdFiles"];
    };
    "/files/{fileId}": {
        /** Read a file; ranges are understood */
        get: operations["getFilesFileId"];
        /** Discard a file that was not sent */
        delete: operations["deleteFilesFileId"];
    };
    "/files/{fileId}/thumbnail": {
        /** Read a small picture of a file */
        get: operations["getFilesFileIdThumbnail"];
    };
    "/files/{fileId}/info": {
        /** Read what is known about a file */
        get: operations["getFilesFileIdInfo"];
    };
    "/me/tokens": {
        /** List your access tokens */
        get: operations["getMeTokens"];
        /**
         * Make an access token
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        post: operations["postMeTokens"];
    };
    "/me/tokens/{tokenId}": {
        /** Revoke an access token */
        delete: operations["deleteMeTokensTokenId"];
    };
    "/rooms/{roomId}/webhooks": {
        /** List the webhooks of a room */
        get: operations["getRoomsRoomIdWebhooks"];
        /**
         * Make an incoming webhook
         * @description Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token.
         */
        post: operations["postRoomsRoomIdWebhooks"];
    };
    "/webhooks/{webhookId}": {
        /** Remove a webhook */
        delete: operations["deleteWebhooksWebhookId"];
    };
    "/hooks/{webhookId}/{secret}": {
        /** Say something through a webhook, in the form of Slack, GitHub, GitLab, Grafana or Alertmanager */
        post: operations["postHooksWebhookIdSecret"];
    };
    "/messages/{messageId}/pin": {
        /** Pin a message */
        put: operations["putMessagesMessageIdPin"];
        /** Take a pinned message down */
        delete: operations["deleteMessagesMessageIdPin"];
    };
    "/rooms/{roomId}/pins": {
        /** List what is pinned in a room */
        get: operations["getRoomsRoomIdPins"];
    };
    "/rooms/{roomId}/polls": {
        /** Start a poll; the same Idempotency-Key again answers the first message */
        post: operations["postRoomsRoomIdPolls"];
    };
    "/messages/{messageId}/poll/vote": {
        /** Read what you have voted for */
        get: operations["getMessagesMessageIdPollVote"];
        /** Vote, change your vote, or take it back with an empty list */
        put: operations["putMessagesMessageIdPollVote"];
    };
    "/messages/{messageId}/poll/voters": {
        /** Read who voted for what, unless the poll is anonymous */
        get: operations["getMessagesMessageIdPollVoters"];
    };
    "/messages/{messageId}/poll/close": {
        /** Close your poll, or any as a moderator */
        post: operations["postMessagesMessageIdPollClose"];
    };
    "/me/saved": {
        /** Read what you have saved, newest first */
        get: operations["getMeSaved"];
    };
    "/me/saved/{messageId}": {
        /** Save a message for yourself */
        put: operations["putMeSavedMessageId"];
        /** Let a saved message go */
        delete: operations["deleteMeSavedMessageId"];
    };
    "/me/drafts": {
        /** Read what you have half written */
        get: operations["getMeDrafts"];
    };
    "/rooms/{roomId}/draft": {
        /** Keep what you have half written in a room; empty lets it go */
        put: operations["putRoomsRoomIdDraft"];
    };
    "/push/key": {
        /** Read the key by which browsers know this server’s pushes */
        get: operations["getPushKey"];
    };
    "/me/push": {
        /** Ring on this browser */
        put: operations["putMePush"];
        /** Ring on this browser no more */
        delete: operations["deleteMePush"];
    };
    "/me/push/test": {
        /** Ring on this browser once */
        post: operations["postMePushTest"];
    };
    "/me/push/log": {
        /** Read why messages did or did not ring on this browser */
        get: operations["getMePushLog"];
    };
    "/search": {
        /** Search messages */
        get: operations["getSearch"];
    };
    "/sync": {
        /** Read everything of your own at once */
        get: operations["getSync"];
    };
    "/connection": {
        /** Read what your request looks like to the server */
        get: operations["getConnection"];
    };
}
export interface components {
    schemas: {
        PollVote: {
            optionIds: string[];
        };
        __schema0: {
            type?: string;
            text: {
                type?: string;
                text?: string;
            };
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
            style?: {
                bold: boolean;
                italic: boolean;
                strike: boolean;
                code: boolean;
            } | string;
            elements?: components["schemas"]["__schema0"][];
        };
        SignedIn: {
            accessToken: string;
            expiresIn: number;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            sessionId: string;
            signOutToken: string;
            storageKey: string;
            me: components["schemas"]["Me"];
        };
        Me: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
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
            /** @enum {string} */
            role: "owner" | "admin" | "moderator" | "member" | "guest";
            active: boolean;
            bot: boolean;
            /** @constant */
            erased?: true;
            /** @constant */
            hidden?: true;
            email: string | null;
            emailConfirmed: boolean;
            showReceipts: boolean;
            /** @enum {string} */
            presenceMode: "auto" | "dnd";
            keywords: string[];
            quiet: {
                days: number[];
                from: string;
                to: string;
                timeZone: string;
            } | null;
        };
        Problem: {
            /** @example urn:parley:error:not_found */
            type: string;
            /** @example Not found, or you do not have access. */
            title: string;
            /** @example 404 */
            status: number;
            /**
             * @example not_found
             * @enum {string}
             */
            code: "invalid" | "unauthenticated" | "forbidden" | "reauthentication_required" | "not_found" | "conflict" | "too_large" | "unsupported" | "rate_limited" | "internal" | "unavailable";
            detail?: string;
            /**
             * @description What the detail, or else the title, says, for programs and translations: it does not change.
             * @example rooms.archived
             */
            key: string;
            /** @description The values in the sentence. */
            params?: {
                [key: string]: string | number;
            };
            requestId?: string;
            /** @description The fields at fault, each with what is wrong: as a key and as a sentence. */
            errors?: {
                /** @example name */
                field: string;
                /** @example tooLong */
                key: string;
                /**
                 * @example {
                 *       "most": 80
                 *     }
                 */
                params?: {
                    [key: string]: string | number;
                };
                /** @example must have at most 80 characters */
                message: string;
            }[];
            /** @description The same as `errors`, by field, as sentences. */
            fields?: {
                [key: string]: string;
            };
            /** @description Seconds until trying again makes sense. */
            retryAfter?: number;
        };
        Session: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            sessionId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            lastUsedAt: string;
            userAgent: string;
            address: string;
            current: boolean;
        };
        ResetAccount: {
            username: string;
            displayName: string;
        };
        ResetLink: {
            token: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Erasure: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            userId: string;
            /** @enum {string} */
            messages: "keep" | "remove";
            /** @enum {string} */
            step: "account" | "private" | "messages" | "files" | "search" | "compact" | "done";
            looked: number;
            total: number;
        };
        Workspace: {
            name: string;
            /** @enum {string} */
            registration: "open" | "invitation" | "closed";
            renaming: boolean;
            /** @enum {string} */
            directory: "everyone" | "members" | "rooms";
            firstRun: boolean;
            picture: string | null;
            mail: boolean;
            storage: {
                file: number;
                person: number;
                most: {
                    file: number;
                    person: number;
                };
            };
        };
        Invitation: {
            workspaceName: string;
            invitedBy: string;
        };
        Invite: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            inviteId: string;
            code: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            uses: number;
            left: number | null;
        };
        User: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
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
            /** @enum {string} */
            role: "owner" | "admin" | "moderator" | "member" | "guest";
            active: boolean;
            bot: boolean;
            /** @constant */
            erased?: true;
            /** @constant */
            hidden?: true;
        };
        Account: {
            user: components["schemas"]["User"];
            email: string | null;
        };
        Room: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            roomId: string;
            version: number;
            /** @enum {string} */
            type: "public" | "private" | "direct" | "group";
            name: string;
            topic: string;
            general: boolean;
            archived: boolean;
            /** Format: date-time */
            createdAt: string;
            memberIds: string[];
        };
        OwnMember: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            roomId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            userId: string;
            version: number;
            /** @enum {string} */
            role: "owner" | "moderator" | "member";
            present: boolean;
            muted: boolean;
            favourite: boolean;
            /** @default null */
            level: ("all" | "mentions" | "nothing") | null;
            readSeq: number;
            /** @default null */
            unreadFrom: number | null;
        };
        DirectoryEntry: {
            room: components["schemas"]["Room"];
            memberCount: number;
            joined: boolean;
        };
        Member: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            roomId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            userId: string;
            version: number;
            /** @enum {string} */
            role: "owner" | "moderator" | "member";
            present: boolean;
        };
        Message: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            messageId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            roomId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            authorId: string;
            clientId: string;
            seq: number;
            rev: number;
            /** Format: date-time */
            createdAt: string;
            editedAt: string | null;
            deletedAt: string | null;
            text: string;
            mentionIds: string[];
            mentionsRoom: boolean;
            replyTo: {
                /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
                messageId: string;
                seq: number;
            } | null;
            reactions: {
                emoji: string;
                userIds: string[];
            }[];
            /** @default [] */
            files: components["schemas"]["File"][];
            parts?: components["schemas"]["Poll"][];
            notice: ({
                /** @constant */
                kind: "welcome";
            } | {
                /** @constant */
                kind: "renamed";
                name: string;
            } | {
                /** @constant */
                kind: "topic";
                topic: string;
            } | {
                /** @constant */
                kind: "archived";
            }) | null;
            pinned: {
                /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
                userId: string;
                /** Format: date-time */
                at: string;
            } | null;
        };
        File: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            fileId: string;
            /** @enum {string} */
            kind: "image" | "video" | "audio" | "document";
            name: string;
            type: string;
            bytes: number;
            width: number | null;
            height: number | null;
            blur: string | null;
        };
        Poll: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "poll";
            question: string;
            options: {
                optionId: string;
                text: string;
                votes: number;
            }[];
            multiple: boolean;
            anonymous: boolean;
            voters: number;
            closesAt: string | null;
            closedAt: string | null;
        };
        MessagePage: {
            messages: components["schemas"]["Message"][];
            hasMoreBefore: boolean;
            hasMoreAfter: boolean;
        };
        Edit: {
            text: string;
            /** Format: date-time */
            writtenAt: string;
        };
        Read: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            roomId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            userId: string;
            seq: number;
        };
        AccessToken: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            tokenId: string;
            name: string;
            /** @enum {string} */
            scope: "read" | "write" | "admin";
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
        };
        CreatedAccessToken: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            tokenId: string;
            name: string;
            /** @enum {string} */
            scope: "read" | "write" | "admin";
            /** Format: date-time */
            createdAt: string;
            expiresAt: string | null;
            lastUsedAt: string | null;
            token: string;
        };
        Webhook: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            webhookId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            roomId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            userId: string;
            name: string;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
        };
        CreatedWebhook: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            webhookId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            roomId: string;
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            userId: string;
            name: string;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
            /** @example /api/v1/hooks/6741f0c2a9b3d4e5f6a7b8c9/Zk3… */
            path: string;
        };
        PollVoter: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            userId: string;
            optionIds: string[];
        };
        Draft: {
            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
            roomId: string;
            text: string;
            /** Format: date-time */
            updatedAt: string;
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
            };
            rooms: {
                room: components["schemas"]["Room"];
                member: components["schemas"]["OwnMember"];
                headSeq: number;
                headRev: number;
                mentionSeqs: number[];
                uncounted: {
                    deleted: number[];
                    own: number[];
                };
                lastMessageAt: string | null;
            }[];
            users: components["schemas"]["User"][];
            presences: {
                /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
                userId: string;
                /** @enum {string} */
                presence: "online" | "away" | "dnd" | "offline";
            }[];
            savedIds: string[];
            drafts: components["schemas"]["Draft"][];
            sessionId: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    postAuthRegister: {
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                    /** @example Jo Rivera */
                    displayName: string;
                    password: string;
                    /** Format: email */
                    email?: string;
                    inviteCode?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    postAuthLogin: {
        requestBody: {
            content: {
                "application/json": {
                    login: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    postAuthRefresh: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
        };
    };
    postAuthLogout: {
        requestBody: {
            content: {
                "application/json": {
                    signOutToken?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    postSessionConfirm: {
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    postMePassword: {
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                    /** @default false */
                    keepTokens?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    getMeSessions: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        sessions: components["schemas"]["Session"][];
                    };
                };
            };
        };
    };
    deleteMeSessions: {
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    deleteMeSessionsSessionId: {
        parameters: {
            path: {
                sessionId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    "postAuthForgot-password": {
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    "postAuthReset-link": {
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["ResetAccount"];
                };
            };
        };
    };
    "postAuthReset-password": {
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["ResetAccount"];
                };
            };
        };
    };
    "postUsersUserIdReset-link": {
        parameters: {
            path: {
                userId: string;
            };
        };
        responses: {
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["ResetLink"];
                };
            };
        };
    };
    postUsersUserIdErase: {
        parameters: {
            path: {
                userId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                    /** @enum {string} */
                    messages: "keep" | "remove";
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    getUsersUserIdErasure: {
        parameters: {
            path: {
                userId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    postMeErase: {
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                    /** @enum {string} */
                    messages: "keep" | "remove";
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    getWorkspace: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    patchWorkspace: {
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    registration?: "open" | "invitation" | "closed";
                    renaming?: boolean;
                    /** @enum {string} */
                    directory?: "everyone" | "members" | "rooms";
                    storage?: {
                        file?: number;
                        person?: number;
                    };
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    getInvitationsCode: {
        parameters: {
            path: {
                code: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
        };
    };
    getInvites: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        invites: components["schemas"]["Invite"][];
                    };
                };
            };
        };
    };
    postInvites: {
        requestBody: {
            content: {
                "application/json": {
                    /** @default 168 */
                    hours?: number | null;
                    /** @default null */
                    uses?: number | null;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["Invite"];
                };
            };
        };
    };
    deleteInvitesInviteId: {
        parameters: {
            path: {
                inviteId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    postInvitesInviteIdMail: {
        parameters: {
            path: {
                inviteId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    "postWorkspaceTest-mail": {
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    getUsersUserId: {
        parameters: {
            path: {
                userId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    patchUsersUserId: {
        parameters: {
            path: {
                userId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role?: "owner" | "admin" | "moderator" | "member" | "guest";
                    active?: boolean;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getMe: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    patchMe: {
        requestBody: {
            content: {
                "application/json": {
                    /** @example Jo Rivera */
                    displayName?: string;
                    email?: string | null;
                    statusText?: string;
                    statusEmoji?: string;
                    statusUntil?: string | null;
                    timeZone?: string;
                    showReceipts?: boolean;
                    /** @enum {string} */
                    presenceMode?: "auto" | "dnd";
                    keywords?: string[];
                    quiet?: {
                        days: number[];
                        from: string;
                        to: string;
                        timeZone: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    postMeEmail: {
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    putMeUsername: {
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    putUsersUserIdUsername: {
        parameters: {
            path: {
                userId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    username: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getUsersUserIdAccount: {
        parameters: {
            path: {
                userId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    patchUsersUserIdAccount: {
        parameters: {
            path: {
                userId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example Jo Rivera */
                    displayName?: string;
                    email?: string | null;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
        };
    };
    getUsers: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        users: components["schemas"]["User"][];
                    };
                };
            };
        };
    };
    getRooms: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        rooms: {
                            room: components["schemas"]["Room"];
                            member: components["schemas"]["OwnMember"];
                        }[];
                    };
                };
            };
        };
    };
    postRooms: {
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "public";
                    /** @example launch-week */
                    name: string;
                    /**
                     * @default
                     * @example Everything about the launch
                     */
                    topic?: string;
                } | {
                    /** @constant */
                    type: "private";
                    /** @example launch-week */
                    name: string;
                    /**
                     * @default
                     * @example Everything about the launch
                     */
                    topic?: string;
                    /** @default [] */
                    memberIds?: string[];
                } | {
                    /** @constant */
                    type: "direct";
                    memberIds: [
                        string
                    ];
                } | {
                    /** @constant */
                    type: "group";
                    memberIds: string[];
                    /** @default  */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
        };
    };
    getRoomsDirectory: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        rooms: components["schemas"]["DirectoryEntry"][];
                    };
                };
            };
        };
    };
    getRoomsRoomId: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
        };
    };
    deleteRoomsRoomId: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    patchRoomsRoomId: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example launch-week */
                    name?: string;
                    /** @example Everything about the launch */
                    topic?: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
        };
    };
    postRoomsRoomIdJoin: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["OwnMember"];
                };
            };
        };
    };
    postRoomsRoomIdLeave: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    getRoomsRoomIdMembers: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        members: components["schemas"]["Member"][];
                    };
                };
            };
        };
    };
    getRoomsRoomIdMembersUserId: {
        parameters: {
            path: {
                roomId: string;
                userId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
        };
    };
    putRoomsRoomIdMembersUserId: {
        parameters: {
            path: {
                roomId: string;
                userId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role?: "owner" | "moderator" | "member";
                    muted?: boolean;
                    favourite?: boolean;
                    level?: ("all" | "mentions" | "nothing") | null;
                    unreadFrom?: number | null;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
        };
    };
    deleteRoomsRoomIdMembersUserId: {
        parameters: {
            path: {
                roomId: string;
                userId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    getInbox: {
        parameters: {
            query?: {
                before?: string;
                limit?: number;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        messages: components["schemas"]["Message"][];
                        /** @description Give it as `before` for the next page. */
                        next: string | null;
                    };
                };
            };
        };
    };
    getRoomsRoomIdMessages: {
        parameters: {
            query?: {
                before?: number;
                after?: number;
                around?: number;
                limit?: number;
            };
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
        };
    };
    postRoomsRoomIdMessages: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default
                     * @example The **release** is out, @jo :tada:
                     */
                    text?: string;
                    /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
                    replyToId?: string;
                    /**
                     * Format: uuid
                     * @example 0b5e8a52-6d3c-4a8e-9f0a-3f7d2f1f6c11
                     */
                    clientId?: string;
                    fileIds?: string[];
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    getRoomsRoomIdAuthors: {
        parameters: {
            query: {
                ids: string;
            };
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        users: components["schemas"]["User"][];
                    };
                };
            };
        };
    };
    getMessagesMessageId: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    deleteMessagesMessageId: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    patchMessagesMessageId: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example The **release** is out, @jo :tada: */
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    getMessagesMessageIdEdits: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        edits: components["schemas"]["Edit"][];
                    };
                };
            };
        };
    };
    putMessagesMessageIdReactionsEmoji: {
        parameters: {
            path: {
                messageId: string;
                emoji: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    deleteMessagesMessageIdReactionsEmoji: {
        parameters: {
            path: {
                messageId: string;
                emoji: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    putRoomsRoomIdRead: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    seq: number;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        seq: number;
                    };
                };
            };
        };
    };
    getRoomsRoomIdReads: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        reads: components["schemas"]["Read"][];
                    };
                };
            };
        };
    };
    putMePicture: {
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    deleteMePicture: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    getFilesPeopleUserId: {
        parameters: {
            query?: {
                at?: string;
            };
            path: {
                userId: string;
            };
        };
        responses: {
            /** @description The bytes. */
            200: {
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The requested range. */
            206: {
                content: {
                    "*/*": unknown;
                };
            };
            /** @description What you have is what there is. */
            304: {
            };
            /** @description There is no such range. */
            416: {
            };
        };
    };
    getWorkspacePicture: {
        parameters: {
            query?: {
                at?: string;
            };
        };
        responses: {
            /** @description The bytes. */
            200: {
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The requested range. */
            206: {
                content: {
                    "*/*": unknown;
                };
            };
            /** @description What you have is what there is. */
            304: {
            };
            /** @description There is no such range. */
            416: {
            };
        };
    };
    putWorkspacePicture: {
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    deleteWorkspacePicture: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    postRoomsRoomIdFiles: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
        };
    };
    getFilesFileId: {
        parameters: {
            path: {
                fileId: string;
            };
        };
        responses: {
            /** @description The bytes. */
            200: {
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The requested range. */
            206: {
                content: {
                    "*/*": unknown;
                };
            };
            /** @description What you have is what there is. */
            304: {
            };
            /** @description There is no such range. */
            416: {
            };
        };
    };
    deleteFilesFileId: {
        parameters: {
            path: {
                fileId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    getFilesFileIdThumbnail: {
        parameters: {
            path: {
                fileId: string;
            };
        };
        responses: {
            /** @description The bytes. */
            200: {
                content: {
                    "*/*": unknown;
                };
            };
            /** @description The requested range. */
            206: {
                content: {
                    "*/*": unknown;
                };
            };
            /** @description What you have is what there is. */
            304: {
            };
            /** @description There is no such range. */
            416: {
            };
        };
    };
    getFilesFileIdInfo: {
        parameters: {
            path: {
                fileId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
        };
    };
    getMeTokens: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        tokens: components["schemas"]["AccessToken"][];
                    };
                };
            };
        };
    };
    postMeTokens: {
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    scope: "read" | "write" | "admin";
                    /** @default 90 */
                    days?: number | null;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["CreatedAccessToken"];
                };
            };
        };
    };
    deleteMeTokensTokenId: {
        parameters: {
            path: {
                tokenId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    getRoomsRoomIdWebhooks: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        webhooks: components["schemas"]["Webhook"][];
                    };
                };
            };
        };
    };
    postRoomsRoomIdWebhooks: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example Deploys */
                    name: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
        };
    };
    deleteWebhooksWebhookId: {
        parameters: {
            path: {
                webhookId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    postHooksWebhookIdSecret: {
        parameters: {
            path: {
                webhookId: string;
                secret: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    text?: string;
                    blocks?: {
                        type?: string;
                        text: {
                            type?: string;
                            text?: string;
                        };
                        fields?: {
                            type?: string;
                            text?: string;
                        }[];
                        accessory?: components["schemas"]["__schema0"];
                        title: {
                            type?: string;
                            text?: string;
                        };
                        title_url?: string;
                        description: {
                            type?: string;
                            text?: string;
                        };
                        label: {
                            type?: string;
                            text?: string;
                        };
                        alt_text?: string;
                        image_url?: string;
                        elements?: components["schemas"]["__schema0"][];
                        rows?: components["schemas"]["__schema0"][][];
                    }[];
                    attachments?: {
                        fallback?: string;
                        pretext?: string;
                        author_name?: string;
                        author_link?: string;
                        title?: string;
                        title_link?: string;
                        text?: string;
                        fields?: {
                            title?: string;
                            value?: string;
                        }[];
                        image_url?: string;
                        thumb_url?: string;
                        footer?: string;
                        actions?: components["schemas"]["__schema0"][];
                        blocks?: {
                            type?: string;
                            text: {
                                type?: string;
                                text?: string;
                            };
                            fields?: {
                                type?: string;
                                text?: string;
                            }[];
                            accessory?: components["schemas"]["__schema0"];
                            title: {
                                type?: string;
                                text?: string;
                            };
                            title_url?: string;
                            description: {
                                type?: string;
                                text?: string;
                            };
                            label: {
                                type?: string;
                                text?: string;
                            };
                            alt_text?: string;
                            image_url?: string;
                            elements?: components["schemas"]["__schema0"][];
                            rows?: components["schemas"]["__schema0"][][];
                        }[];
                    }[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                content: {
                    "text/plain": "ok";
                };
            };
        };
    };
    putMessagesMessageIdPin: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    deleteMessagesMessageIdPin: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    getRoomsRoomIdPins: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        messages: components["schemas"]["Message"][];
                    };
                };
            };
        };
    };
    postRoomsRoomIdPolls: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @example 0b5e8a52-6d3c-4a8e-9f0a-3f7d2f1f6c11
                     */
                    clientId?: string;
                    /** @example Where do we have lunch? */
                    question: string;
                    /**
                     * @example [
                     *       "Pizza",
                     *       "Noodles"
                     *     ]
                     */
                    options: string[];
                    /** @default false */
                    multiple?: boolean;
                    /** @default false */
                    anonymous?: boolean;
                    /** @default null */
                    closesAt?: string | null;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description Made. */
            201: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    getMessagesMessageIdPollVote: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["PollVote"];
                };
            };
        };
    };
    putMessagesMessageIdPollVote: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PollVote"];
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["PollVote"];
                };
            };
        };
    };
    getMessagesMessageIdPollVoters: {
        parameters: {
            query?: {
                optionId?: string;
                after?: string;
                limit?: number;
            };
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        voters: components["schemas"]["PollVoter"][];
                        /** @description Give it as `after` for the next page. */
                        next: string | null;
                    };
                };
            };
        };
    };
    postMessagesMessageIdPollClose: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    getMeSaved: {
        parameters: {
            query?: {
                before?: string;
                limit?: number;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        messages: components["schemas"]["Message"][];
                        /** @description Give it as `before` for the next page. */
                        next: string | null;
                    };
                };
            };
        };
    };
    putMeSavedMessageId: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    deleteMeSavedMessageId: {
        parameters: {
            path: {
                messageId: string;
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    getMeDrafts: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        drafts: components["schemas"]["Draft"][];
                    };
                };
            };
        };
    };
    putRoomsRoomIdDraft: {
        parameters: {
            path: {
                roomId: string;
            };
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example The **release** is out, @jo :tada: */
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
        };
    };
    getPushKey: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        publicKey: string;
                    };
                };
            };
        };
    };
    putMePush: {
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uri */
                    endpoint: string;
                    expirationTime?: number | null;
                    keys: {
                        p256dh: string;
                        auth: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    deleteMePush: {
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    postMePushTest: {
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    body: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
            };
        };
    };
    getMePushLog: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": {
                        entries: {
                            /** Format: date-time */
                            at: string;
                            /** @example 6741f0c2a9b3d4e5f6a7b8c9 */
                            roomId: string;
                            seq: number;
                            verdict: string;
                        }[];
                    };
                };
            };
        };
    };
    getSearch: {
        parameters: {
            query: {
                q: string;
                sort?: "newest" | "best";
                limit?: number;
                before?: string;
                timeZone?: string;
                utcOffset?: number;
            };
        };
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["SearchPage"];
                };
            };
        };
    };
    getSync: {
        responses: {
            /** @description Done, or it was so already. */
            200: {
                content: {
                    "application/json": components["schemas"]["Sync"];
                };
            };
        };
    };
    getConnection: {
        responses: {
            /** @description Done, or it was so already. */
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
