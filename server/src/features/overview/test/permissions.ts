import type { Row } from '../../../test/permissions/row.js';

const managers = '++fffff fff+f ffu';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /admin/overview', outcomes: managers },
  { at: 'get /admin/jobs', outcomes: managers },
  {
    at: 'post /admin/jobs/:name/run',
    outcomes: managers,
    before: () => Promise.resolve({ name: 'uploads.sweep' }),
  },
  { at: 'get /admin/rooms', outcomes: managers },
  { at: 'patch /admin/rooms/:roomId', outcomes: managers, body: () => ({ archived: true }) },
  {
    at: 'patch /admin/rooms/:roomId (a conversation)',
    outcomes: 'nnfffff fffnf ffu',
    body: () => ({ archived: true }),
    before: async ({ boss, rita }) => ({
      roomId: (
        (await boss.post('/rooms', { type: 'direct', memberIds: [rita.userId] })).body as { roomId: string }
      ).roomId,
    }),
  },
  { at: 'get /admin/storage', outcomes: managers },
  { at: 'post /admin/storage/test', outcomes: managers },
  {
    // Of a room that an owner of the workspace is not in, and cannot read, they make nobody an owner.
    at: 'post /admin/rooms/:roomId/owners',
    outcomes: '++fffff fffnf ffu',
    body: ({ tom }) => ({ userId: tom.userId }),
  },
];
