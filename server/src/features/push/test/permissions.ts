import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  {
    // Nobody here has a device.
    at: 'post /me/push/test-all',
    outcomes: 'ccccccc ccccc cfu',
    body: () => ({ title: 'Parley', body: 'A test' }),
  },
];
