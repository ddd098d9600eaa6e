import { z } from 'zod';
import { objectId } from '../ids.js';

/** An account that waits for a moderator. */
export const newcomerView = z.strictObject({
  userId: objectId,
  username: z.string(),
  displayName: z.string(),
  /** As entered, or as a provider has it. */
  email: z.string().nullable(),
  by: z.enum(['form', 'invitation', 'provider', 'directory']),
  createdAt: z.iso.datetime(),
});
export type NewcomerView = z.infer<typeof newcomerView>;

export const newcomersView = z.strictObject({
  /** All that wait. */
  count: z.number().int(),
  people: z.array(newcomerView),
  /** Give it as `after` for the next page; null at the end. */
  next: objectId.nullable(),
  /** The brake on new accounts, while it is pulled. */
  brake: z
    .strictObject({
      holds: z.enum(['invitations', 'approval']),
      since: z.iso.datetime(),
      until: z.iso.datetime(),
    })
    .nullable(),
});
export type NewcomersView = z.infer<typeof newcomersView>;
