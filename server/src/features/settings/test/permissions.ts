import type { Row } from '../../../test/permissions/row.js';

const managers = '++fffff fff+f ffu';
const noChange = () => Promise.resolve({ section: 'registration', changeId: '0'.repeat(24) });
const section = () => Promise.resolve({ section: 'registration' });

/** Managers learn that there is no such change; others learn nothing. */
const managersNothing = 'nnfffff fffnf ffu';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /settings', outcomes: managers },
  {
    at: 'patch /settings/:section',
    outcomes: 'iifffff fffif ffu',
    before: section,
    body: () => ({ version: 0, changes: [{ field: 'nothing', value: 1 }] }),
  },
  { at: 'get /settings/:section/history', outcomes: managers, before: section },
  { at: 'post /settings/:section/history/:changeId/undo', outcomes: managersNothing, before: noChange },
];
