import type { Row } from '../../../test/permissions/row.js';

const managers = '++fffff fff+f ffu';
/** Of an owner: another owner alone manages them. */
const ownersAlone = '+ffffff fff+f ffu';

const csv = 'name,email\nKim,kim@example.org\n';
const ofNoImport = () => Promise.resolve({ importId: '0'.repeat(24) });

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /people', outcomes: managers },
  {
    at: 'post /people/bulk',
    outcomes: managers,
    body: ({ ids }) => ({ change: 'signOut', userIds: [ids['userId']] }),
  },
  { at: 'get /people/export', outcomes: managers },
  { at: 'get /people/imports', outcomes: managers },
  { at: 'get /people/imports/:importId', outcomes: 'nnfffff fffnf ffu', before: ofNoImport },
  {
    at: 'post /people/imports/:importId/links',
    outcomes: 'nnfffff fffnf ffu',
    before: ofNoImport,
    body: () => ({ address: 'https://chat.example.org' }),
  },
  { at: 'post /people/imports/check', outcomes: managers, body: () => ({ csv }) },
  // There is nothing to do: an import of nobody does not run.
  { at: 'post /people/imports', outcomes: managers, body: () => ({ csv: 'email\n' }) },
  { at: 'get /people/:userId', outcomes: managers },
  {
    at: 'get /people/:userId (an owner)',
    outcomes: ownersAlone,
    before: ({ boss }) => Promise.resolve({ userId: boss.userId }),
  },
  { at: 'delete /people/:userId/sessions', outcomes: managers },
  {
    at: 'delete /people/:userId/sessions/:sessionId',
    outcomes: 'nnfffff fffnf ffu',
    before: () => Promise.resolve({ sessionId: '0'.repeat(24) }),
  },
];
