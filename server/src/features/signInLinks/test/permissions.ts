import type { Row } from '../../../test/permissions/row.js';

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [{ at: 'get /auth/sign-in-link', outcomes: '+++++++ +++++ +++' }];
