import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /me/new-devices', outcomes: '+++++++ +++++ +fu' },
  {
    at: 'post /me/new-devices/:sessionId/confirm',
    outcomes: 'nnnnnnn nnnnn nfu',
    before: ({ rita }) => Promise.resolve({ sessionId: rita.granted.sessionId }),
  },
];
