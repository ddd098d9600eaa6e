import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /providers', outcomes: '++fffff fff+f ffu' },
  // There is no PUBLIC_URL here.
  {
    at: 'put /providers/:provider',
    outcomes: 'ccfffff fffcf ffu',
    before: () => Promise.resolve({ provider: 'nowhere' }),
    body: () => ({
      version: 0,
      preset: 'google',
      name: null,
      issuer: null,
      tenant: null,
      clientId: 'x',
      scopes: null,
      private: false,
      domains: null,
      require: null,
      disabled: false,
    }),
  },
  // Another version than it is.
  { at: 'put /providers', outcomes: 'ccfffff fffcf ffu', body: () => ({ version: 99, order: [] }) },
  {
    at: 'delete /providers/:provider',
    outcomes: 'nnfffff fffnf ffu',
    before: () => Promise.resolve({ provider: 'nowhere' }),
    query: () => '?version=0',
  },
  {
    at: 'post /providers/:provider/test',
    outcomes: 'nnfffff fffnf ffu',
    before: () => Promise.resolve({ provider: 'nowhere' }),
  },
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
