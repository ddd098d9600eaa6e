import type { MessageView } from '@parley/shared/messages';
import type { OwnMemberView, RoomView } from '@parley/shared/rooms';
import type { RoomState } from '@parley/shared/sync';
import type { MeView } from '@parley/shared/users';

/** A message for tests, by Ana in the room `r`, a minute after the one before it. */
export const message = (seq: number, over: Partial<MessageView> = {}): MessageView => ({
  messageId: `m${seq}`,
  roomId: 'r',
  authorId: 'ana',
  clientId: `c${seq}`,
  seq,
  rev: seq,
  createdAt: new Date(2026, 0, 1, 9, seq).toISOString(),
  editedAt: null,
  deletedAt: null,
  text: 'x',
  mentionIds: [],
  mentionsRoom: false,
  replyTo: null,
  reactions: [],
  files: [],
  notice: null,
  pinned: null,
  ...over,
});

export const room = (over: Partial<RoomView> = {}): RoomView => ({
  roomId: 'r',
  version: 1,
  type: 'public',
  name: 'r',
  topic: '',
  general: false,
  archived: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  memberIds: [],
  ...over,
});

/** One's own membership of the room `r`. */
export const member = (over: Partial<OwnMemberView> = {}): OwnMemberView => ({
  roomId: 'r',
  userId: 'me',
  version: 1,
  role: 'member',
  present: true,
  muted: false,
  favourite: false,
  level: null,
  readSeq: 0,
  unreadFrom: null,
  ...over,
});

/** One's own room as a sync has it. */
export const roomState = (at: { roomId: string; headSeq: number; readSeq: number }): RoomState => ({
  room: room({ roomId: at.roomId }),
  member: member({ roomId: at.roomId, readSeq: at.readSeq }),
  headSeq: at.headSeq,
  headRev: at.headSeq,
  mentionSeqs: [],
  uncounted: { deleted: [], own: [] },
  lastMessageAt: null,
});

/** The signed-in person. */
export const me = (): MeView => ({
  userId: 'b'.repeat(24),
  version: 1,
  username: 'bo',
  formerNames: [],
  displayName: 'Bo',
  statusText: '',
  statusEmoji: '',
  statusUntil: null,
  picture: null,
  timeZone: null,
  role: 'member',
  active: true,
  bot: false,
  email: null,
  showReceipts: true,
  presenceMode: 'auto',
  emailConfirmed: true,
  keywords: [],
  quiet: null,
});
