import { z } from 'zod';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { messageOf } from './faults.js';

/** The messages of an erased person: they stay, by a deleted account, or are removed too. */
export const erasedMessages = z.enum(['keep', 'remove']);
export type ErasedMessages = z.infer<typeof erasedMessages>;

export const erasePersonInput = z.strictObject({
  /** Their user name, typed as a confirmation. */
  username: z.string().max(limits.email),
  messages: erasedMessages,
});
export type ErasePersonInput = z.infer<typeof erasePersonInput>;

export const eraseMeInput = z.strictObject({
  password: z.string().min(1, messageOf('empty')).max(1024),
  messages: erasedMessages,
});
export type EraseMeInput = z.infer<typeof eraseMeInput>;

/** The progress. The account itself is erased with the first response; the rest follows in the background. */
export const erasureView = z
  .strictObject({
    userId: objectId,
    messages: erasedMessages,
    step: z.enum(['account', 'private', 'messages', 'files', 'search', 'compact', 'done']),
    /** Messages processed, of an estimated total. */
    looked: z.number().int(),
    total: z.number().int(),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof erasureView>;

/** When one's own account is erased; null when it is not to be. */
export const departureView = z
  .strictObject({ eraseAt: z.iso.datetime().nullable(), messages: erasedMessages.nullable() })
  .meta({ id: 'Departure' });
export type DepartureView = z.infer<typeof departureView>;
