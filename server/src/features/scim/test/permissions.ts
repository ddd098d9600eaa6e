import type { CreatedScimToken } from '@parley/shared/scim';
import type { Row } from '../../../test/permissions/row.js';

const owners = '+ffffff fff+f ffu';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /provisioning/tokens', outcomes: owners },
  {
    at: 'post /provisioning/tokens',
    outcomes: owners,
    body: () => ({ name: 'Okta' }),
    after: async ({ boss }) => {
      const { tokens } = (await boss.get('/provisioning/tokens').expect(200)).body as {
        tokens: CreatedScimToken[];
      };
      for (const { tokenId } of tokens) await boss.delete(`/provisioning/tokens/${tokenId}`).expect(204);
    },
  },
  {
    at: 'delete /provisioning/tokens/:tokenId',
    outcomes: 'nffffff fffnf ffu',
    before: () => Promise.resolve({ tokenId: '0'.repeat(24) }),
  },
];
