import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /auth/directory', outcomes: '+++++++ +++++ +++' },
  { at: 'post /directory/test', outcomes: 'nnfffff fffnf ffu' },
];
