import { randomUUID } from 'node:crypto';
import type { Row } from '../../../test/permissions/row.js';
import type { Scene } from '../../../test/permissions/cast.js';

const managers = '++fffff fff+f ffu';
const managersNothing = 'nnfffff fffnf ffu';
/** Of an owner: another owner alone manages them. */
const ownersAlone = '+ffffff fff+f ffu';

/** Somebody who is in no other merge. */
const fresh = async ({ server }: Scene) => ({
  into: (await server.register(`stays-${randomUUID().slice(0, 8)}`)).userId,
});
const intoRita = ({ rita }: Scene) => `?into=${rita.userId}`;

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  {
    at: 'post /people/:userId/merge',
    outcomes: managers,
    before: fresh,
    body: ({ ids, tom }) => ({ into: ids['into'], username: tom.username }),
  },
  {
    at: 'post /people/:userId/merge (nobody)',
    outcomes: managersNothing,
    before: () => Promise.resolve({ userId: '0'.repeat(24) }),
    body: ({ rita }) => ({ into: rita.userId, username: 'nobody' }),
  },
  { at: 'get /people/:userId/merge', outcomes: managersNothing },
  { at: 'get /people/:userId/merge/preview', outcomes: managers, query: intoRita },
  {
    at: 'get /people/:userId/merge/preview (into an owner)',
    outcomes: ownersAlone,
    query: ({ boss }) => `?into=${boss.userId}`,
  },
];
