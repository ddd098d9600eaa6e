import type { CreatedWebhook } from '@parley/shared/webhooks';
import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /admin/webhooks', outcomes: '++fffff fff+f ffu' },
  {
    at: 'delete /admin/webhooks/:webhookId',
    outcomes: '++fffff fff+f ffu',
    before: async ({ rita, ids }) => ({
      webhookId: (
        (await rita.post(`/rooms/${ids.roomId}/webhooks`, { name: 'CI' }).expect(201)).body as CreatedWebhook
      ).webhookId,
    }),
  },
];
