import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /auth/openid', outcomes: '+++++++ +++++ +++' },
  { at: 'get /me/identities', outcomes: '+++++++ +++++ +fu' },
  // There is no provider here, and nobody has an identity.
  {
    at: 'post /auth/openid/:provider/link',
    outcomes: 'nnnnnnn nnnnn nfu',
    before: () => Promise.resolve({ provider: 'nowhere' }),
  },
  {
    at: 'delete /me/identities/:identityId',
    outcomes: 'nnnnnnn nnnnn nfu',
    before: () => Promise.resolve({ identityId: '0'.repeat(24) }),
  },
];
