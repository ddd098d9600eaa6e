import type { CustomRoleView } from '@parley/shared/rights';
import type { Row } from '../../../test/permissions/row.js';
import type { Scene } from '../../../test/permissions/cast.js';

const managers = '++fffff fff+f ffu';

const role = async ({ boss, ids }: Scene): Promise<Record<string, string>> => {
  const made = await boss.post('/rights/roles', { name: 'Pinners', permissions: ['pin'] }).expect(201);
  return { roleId: (made.body as CustomRoleView).roleId, id: ids.userId, kind: 'person' };
};
const after: Row['after'] = async ({ boss }) => {
  const { roles } = (await boss.get('/rights/roles').expect(200)).body as { roles: CustomRoleView[] };
  for (const { roleId } of roles) await boss.delete(`/rights/roles/${roleId}`).expect(204);
};

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /rights', outcomes: '+++++++ +++++ ++u' },
  { at: 'put /rights/rules', outcomes: managers },
  {
    at: 'get /rights/why',
    outcomes: '++f+fff fnnnn f+u',
    query: ({ ids }) => `?userId=${ids.userId}&permission=post&roomId=${ids.roomId}`,
  },
  { at: 'get /rights/roles', outcomes: managers },
  {
    at: 'post /rights/roles',
    outcomes: managers,
    body: () => ({ name: 'Pinners', permissions: ['pin'] }),
    after,
  },
  {
    at: 'patch /rights/roles/:roleId',
    outcomes: managers,
    before: role,
    body: () => ({ name: 'Pin' }),
    after,
  },
  { at: 'delete /rights/roles/:roleId', outcomes: managers, before: role, after },
  {
    at: 'post /rights/roles/:roleId/holders',
    outcomes: managers,
    before: role,
    body: ({ ids }) => ({ kind: 'person', id: ids.userId, roomId: null }),
    after,
  },
  {
    at: 'delete /rights/roles/:roleId/holders/:kind/:id',
    outcomes: managers,
    before: role,
    after,
  },
  {
    at: 'put /rooms/:roomId/rules',
    outcomes: '++f+fff fnnnn ffu',
    body: () => ({ only: { post: 'moderators' } }),
  },
];
