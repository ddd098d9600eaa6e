import type { Row } from '../../../test/permissions/row.js';

const ofSessions = '+++++++ +++++ +fu';
const managers = '++fffff fff+f ffu';
const nothing = 'nnnnnnn nnnnn nfu';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /me/factors', outcomes: ofSessions },
  { at: 'post /me/factors/totp', outcomes: ofSessions },
  {
    at: 'post /me/factors/totp/confirm',
    outcomes: 'iiiiiii iiiii ifu',
    body: () => ({ code: '123456' }),
  },
  { at: 'delete /me/factors/totp', outcomes: nothing },
  { at: 'post /me/factors/recovery-codes', outcomes: nothing },
  { at: 'post /me/factors/passkeys/options', outcomes: 'ccccccc ccccc cfu' },
  { at: 'post /me/factors/passkeys', outcomes: 'iiiiiii iiiii ifu' },
  {
    at: 'patch /me/factors/passkeys/:passkeyId',
    outcomes: nothing,
    body: () => ({ name: 'phone' }),
    before: () => Promise.resolve({ passkeyId: '0'.repeat(24) }),
  },
  {
    at: 'delete /me/factors/passkeys/:passkeyId',
    outcomes: nothing,
    before: () => Promise.resolve({ passkeyId: '0'.repeat(24) }),
  },
  { at: 'post /session/confirm/passkey/options', outcomes: 'ccccccc ccccc cfu' },
  { at: 'post /session/confirm/passkey', outcomes: 'iiiiiii iiiii ifu' },
  { at: 'delete /users/:userId/factors', outcomes: managers },
  {
    at: 'delete /users/:userId/factors (an owner)',
    outcomes: '+ffffff fff+f ffu',
    before: ({ boss }) => Promise.resolve({ userId: boss.userId }),
  },
  {
    // Nobody there has one.
    at: 'delete /users/:userId/factors/:factorId',
    outcomes: managers.replaceAll('+', 'n'),
    before: () => Promise.resolve({ factorId: 'totp' }),
  },
];
