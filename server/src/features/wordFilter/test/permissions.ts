import type { Row } from '../../../test/permissions/row.js';

const moderators = '+++ffff fff+f ffu';
const nothing = 'nnnffff fffnf ffu';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /moderation/words', outcomes: moderators },
  {
    at: 'put /moderation/words',
    // Of several who replace the same version all but one would be refused.
    outcomes: 'ccfffff fffcf ffu',
    body: () => ({ version: 99, entries: [] }),
  },
  { at: 'get /moderation/held', outcomes: moderators },
  { at: 'post /moderation/held/:heldId/approve', outcomes: nothing },
  { at: 'post /moderation/held/:heldId/refuse', outcomes: nothing },
];
