import type { CreatedAccessToken } from '@parley/shared/accessTokens';
import type { Person } from '../../../test/startServer.js';
import type { Row } from '../../../test/permissions/row.js';

const tokenOf = async (person: Person) => ({
  tokenId: (
    (await person.post('/me/tokens', { name: 'CI', scope: 'read' }).expect(201)).body as CreatedAccessToken
  ).tokenId,
});

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /admin/tokens', outcomes: '++fffff fff+f ffu' },
  {
    at: 'delete /admin/tokens/:tokenId',
    outcomes: '++fffff fff+f ffu',
    before: ({ tom }) => tokenOf(tom),
  },
  {
    at: 'delete /admin/tokens/:tokenId (of an owner)',
    outcomes: '+ffffff fff+f ffu',
    before: ({ boss }) => tokenOf(boss),
  },
];
