import type { Row } from '../../../test/permissions/row.js';

const readers = '+++++++ +nnnn ++u';
const owners = '+ffffff fff+f ffu';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /rooms/:roomId/retention', outcomes: readers },
  { at: 'put /rooms/:roomId/retention', outcomes: '++f+fff fnnnn ffu', body: () => ({ days: null }) },
  { at: 'get /rooms/:roomId/retention/preview', outcomes: '++f+fff fnnnn f+u', query: () => '?days=30' },
  { at: 'get /retention/preview', outcomes: owners, query: () => '?days=30' },
  { at: 'get /holds', outcomes: owners },
  {
    at: 'post /holds',
    outcomes: owners,
    body: ({ ids }) => ({ on: 'room', targetId: ids.roomId, reason: 'a case' }),
  },
  {
    at: 'delete /holds/:holdId',
    outcomes: 'nffffff fffnf ffu',
    before: () => Promise.resolve({ holdId: '0'.repeat(24) }),
  },
];
