import { z } from 'zod';
import { callView } from './calls/call.js';
import { draftView } from './drafts.js';
import { objectId } from './ids.js';
import { heads, messagePage, messageView } from './messages.js';
import { rightsView } from './rights.js';
import { ownMemberView, readView, roomView, uncounted } from './rooms.js';
import { meView, userView } from './users.js';

export const presence = z.enum(['online', 'away', 'dnd', 'offline']);
export type Presence = z.infer<typeof presence>;
export const presenceView = z.strictObject({ userId: objectId, presence });
export type PresenceView = z.infer<typeof presenceView>;

/** One of one's own rooms, with what the sidebar shows. */
export const roomState = z.strictObject({
  room: roomView,
  member: ownMemberView,
  ...heads.shape,
  /** Places after one's read mark where one is mentioned: the newest hundred. */
  mentionSeqs: z.array(z.number().int()),
  /** Places after one's read mark that are not unread, of the newest two hundred: deleted messages and one's own. */
  uncounted,
  lastMessageAt: z.iso.datetime().nullable(),
});
export type RoomState = z.infer<typeof roomState>;

/** All of one's own data at once. */
export const syncView = z
  .strictObject({
    me: meView,
    workspace: z.strictObject({
      /** As in `GET /workspace`. */
      picture: z.iso.datetime().nullable(),
      name: z.string(),
      /** Changes when a backup was restored: then the clients' caches are of other data. */
      dataId: z.string(),
      /** What one may do besides one's roles. */
      rights: rightsView.optional(),
    }),
    rooms: z.array(roomState),
    users: z.array(userView),
    presences: z.array(presenceView),
    /** The newest messages one has saved. */
    savedIds: z.array(objectId),
    drafts: z.array(draftView),
    /** The live calls of one's rooms. */
    calls: z.array(callView),
    /** The id of this session. */
    sessionId: z.string(),
  })
  .meta({ id: 'Sync' });
export type SyncView = z.infer<typeof syncView>;

/** The answer to opening a room: the changes since a cursor, or a fresh last page. */
export const openedRoom = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('changes'),
    ...heads.shape,
    messages: z.array(messageView),
    reads: z.array(readView),
  }),
  z.strictObject({
    kind: z.literal('reset'),
    ...heads.shape,
    ...messagePage.shape,
    reads: z.array(readView),
  }),
]);
export type OpenedRoom = z.infer<typeof openedRoom>;
