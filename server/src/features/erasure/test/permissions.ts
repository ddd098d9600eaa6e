import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /me/departure', outcomes: '+++++++ +++++ +fu' },
  { at: 'delete /me/departure', outcomes: '+++++++ +++++ +fu' },
];
