import { z } from 'zod';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { messageOf } from './faults.js';

/** What becomes of what a person wrote: it stays, by a deleted account, or it goes too. */
export const erasedMessages = z.enum(['keep', 'remove']);
export type ErasedMessages = z.infer<typeof erasedMessages>;

export const erasePersonInput = z.strictObject({
  /** Their user name, typed: nobody is deleted by a wrong click. */
  username: z.string().max(limits.email),
  messages: erasedMessages,
});
export type ErasePersonInput = z.infer<typeof erasePersonInput>;

export const eraseMeInput = z.strictObject({
  password: z.string().min(1, messageOf('empty')).max(1024),
  messages: erasedMessages,
});
export type EraseMeInput = z.infer<typeof eraseMeInput>;

/** How far it is. The account itself is gone with the first answer; the rest follows in the background. */
export const erasureView = z
  .strictObject({
    userId: objectId,
    messages: erasedMessages,
    step: z.enum(['account', 'private', 'messages', 'files', 'search', 'compact', 'done']),
    /** Messages that were looked through, of about so many. */
    looked: z.number().int(),
    total: z.number().int(),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof erasureView>;
