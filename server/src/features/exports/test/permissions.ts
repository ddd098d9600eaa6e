import type { Row } from '../../../test/permissions/row.js';

const ofSessions = '+++++++ +++++ +fu';
const nothing = 'nnnnnnn nnnnn nfu';
const ofNone = () => Promise.resolve({ exportId: '0'.repeat(24) });

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'post /me/exports', outcomes: ofSessions },
  { at: 'post /workspace/exports', outcomes: '+ffffff fff+f ffu' },
  { at: 'get /me/exports', outcomes: ofSessions },
  { at: 'get /data-policy', outcomes: '+++++++ +++++ ++u' },
  { at: 'delete /me/exports/:exportId', outcomes: nothing, before: ofNone },
  { at: 'post /me/exports/:exportId/link', outcomes: nothing, before: ofNone },
  { at: 'get /me/exports/:exportId/archive', outcomes: nothing, before: ofNone },
  {
    at: 'get /files/exports/:key',
    outcomes: nothing,
    before: () => Promise.resolve({ key: 'x'.repeat(43) }),
  },
];
