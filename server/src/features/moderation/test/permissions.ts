import type { reportPage } from '@parley/shared/moderation/moderation';
import type { z } from 'zod';
import type { Scene } from '../../../test/permissions/cast.js';
import type { Row } from '../../../test/permissions/row.js';
import type { Person } from '../../../test/startServer.js';

type Page = z.infer<typeof reportPage>;

/** A time that is not past for long. */
export const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();

/** Reports a message, and returns the report's id. */
export async function report(by: Person, moderator: Person, messageId: string): Promise<string> {
  await by.post(`/messages/${messageId}/reports`, { reason: 'spam' }).expect(204);
  const { reports } = (await moderator.get('/reports').expect(200)).body as Page;
  const found = reports.find((one) => one.messageId === messageId);
  if (!found) throw new Error('there is no such report');
  return found.reportId;
}

const reported = async ({ tom, boss, ids }: Scene) => ({
  reportId: await report(tom, boss, ids.messageId),
});
const moderators = '+++ffff fff+f ffu';
const reason = { reason: 'because' };

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  {
    at: 'post /messages/:messageId/reports',
    outcomes: '+++++++ +nnnn +fu',
    body: () => ({ reason: 'spam' }),
  },
  {
    at: 'post /users/:userId/reports',
    outcomes: '+++++++ +n+++ +fu',
    body: () => ({ reason: 'other', note: 'words' }),
  },
  { at: 'get /reports', outcomes: moderators },
  { at: 'get /reports/:reportId', outcomes: moderators, before: reported },
  {
    at: 'patch /reports/:reportId',
    outcomes: moderators,
    before: reported,
    body: () => ({ version: 1, assigned: true }),
  },
  {
    at: 'post /reports/:reportId/notes',
    outcomes: moderators,
    before: reported,
    body: () => ({ text: 'seen' }),
  },
  {
    at: 'post /reports/:reportId/close',
    outcomes: moderators,
    before: reported,
    body: () => ({ version: 1, outcome: { kind: 'delete' } }),
  },
  { at: 'get /moderation/restricted', outcomes: moderators },
  { at: 'put /users/:userId/mute', outcomes: moderators, body: () => ({ until: tomorrow(), ...reason }) },
  { at: 'delete /users/:userId/mute', outcomes: moderators },
  { at: 'put /users/:userId/ban', outcomes: moderators, body: () => ({ until: null, ...reason }) },
  {
    at: 'put /users/:userId/ban (of an owner)',
    outcomes: '+ffffff fff+f ffu',
    before: async ({ boss, rita }) => {
      await boss.patch(`/users/${rita.userId}`, { role: 'owner' }).expect(200);
      return { userId: rita.userId };
    },
    body: () => ({ until: tomorrow(), ...reason }),
  },
  { at: 'delete /users/:userId/ban', outcomes: moderators },
  { at: 'delete /moderation/addresses/:addressBanId', outcomes: 'nnnffff fffnf ffu' },
  { at: 'delete /me/notices/:noticeId', outcomes: '+++++++ +++++ +fu' },
];
