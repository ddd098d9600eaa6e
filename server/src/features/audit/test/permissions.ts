import type { Row } from '../../../test/permissions/row.js';

const managers = '++fffff fff+f ffu';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /audit', outcomes: managers },
  { at: 'get /audit/export', outcomes: managers, query: () => '?format=csv' },
  { at: 'get /audit/check', outcomes: managers },
];
