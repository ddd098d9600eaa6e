import type { GroupDetails } from '@parley/shared/groups';
import { randomUUID } from 'node:crypto';
import type { Scene } from '../../../test/permissions/cast.js';
import type { Row } from '../../../test/permissions/row.js';

const managers = '++fffff fff+f ffu';

const handle = (): string => `g${randomUUID().slice(0, 8)}`;
const group = async ({ boss, tom }: Scene): Promise<Record<string, string>> => {
  const { groupId } = (await boss.post('/groups', { handle: handle(), name: 'Design' }).expect(201))
    .body as GroupDetails;
  await boss.post(`/groups/${groupId}/members`, { userIds: [tom.userId] }).expect(200);
  return { groupId, userId: tom.userId };
};

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /groups', outcomes: '+++++++ +++++ ++u' },
  { at: 'post /groups', outcomes: managers, body: () => ({ handle: handle(), name: 'Design' }) },
  // A guest sees the groups that they are in.
  { at: 'get /groups/:groupId', outcomes: '++++++n +n+++ ++u', before: group },
  { at: 'patch /groups/:groupId', outcomes: managers, before: group, body: () => ({ name: 'Designers' }) },
  { at: 'delete /groups/:groupId', outcomes: managers, before: group },
  {
    at: 'post /groups/:groupId/members',
    outcomes: managers,
    before: group,
    body: ({ boss }) => ({ userIds: [boss.userId] }),
  },
  { at: 'delete /groups/:groupId/members/:userId', outcomes: managers, before: group },
  {
    at: 'post /rooms/:roomId/groups',
    outcomes: '++++++n fnnnn ffu',
    before: async (scene) => {
      const made = await group(scene);
      await scene.boss
        .post(`/groups/${made['groupId'] ?? ''}/members`, { userIds: [scene.boss.userId] })
        .expect(200);
      return made;
    },
    body: ({ ids }) => ({ groupId: ids['groupId'] }),
  },
];
