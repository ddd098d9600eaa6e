import { Types } from 'mongoose';
import type { Scene } from '../../../test/permissions/cast.js';
import type { Row } from '../../../test/permissions/row.js';
import { newUser } from '../../sessions/sessions.actions.js';
import { insertAccount } from '../../users/users.change.js';

const moderators = '+++ffff fff+f ffu';

/** An account that waits. */
const waiting = async ({ server }: Scene): Promise<Record<string, string>> => {
  const _id = new Types.ObjectId();
  const person = newUser(_id, { username: `w${String(_id)}`, displayName: 'Waiting' }, false);
  const waits = { active: false, waiting: { since: new Date(), by: 'form' as const } };
  await insertAccount(server.app.server, { ...person, ...waits });
  return { userId: String(_id) };
};

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /moderation/newcomers', outcomes: moderators },
  { at: 'post /moderation/newcomers/:userId/approve', outcomes: moderators, before: waiting },
  { at: 'post /moderation/newcomers/:userId/decline', outcomes: moderators, before: waiting },
  { at: 'delete /moderation/brake', outcomes: 'nnnffff fffnf ffu' },
];
