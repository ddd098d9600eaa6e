import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'put /me/blocked/:userId', outcomes: '+++++++ +n+++ +fu' },
  { at: 'delete /me/blocked/:userId', outcomes: '+++++++ +++++ +fu' },
];
