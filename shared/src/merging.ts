import { z } from 'zod';
import { objectId } from './ids.js';
import { limits } from './limits.js';

export const mergeInput = z.strictObject({
  /** The account that stays. */
  into: objectId,
  /** The user name of the account that goes, typed as a confirmation. */
  username: z.string().max(limits.email),
});
export type MergeInput = z.infer<typeof mergeInput>;

export const mergeQuery = z.strictObject({ into: objectId });

/** What would move, before anything does. */
export const mergePreview = z
  .strictObject({
    messages: z.number().int(),
    /** Public and private rooms. */
    rooms: z.number().int(),
    /** Direct messages and groups. */
    conversations: z.number().int(),
    /** Of these, those that stay beside one that the account that stays has with the same people. */
    apart: z.number().int(),
    /** Accounts at providers, in the directory and of provisioning. */
    signIns: z.number().int(),
    /** Of these, those that go, because the account that stays has one of the same kind. */
    signInsLost: z.number().int(),
  })
  .meta({ id: 'MergePreview' });
export type MergePreview = z.infer<typeof mergePreview>;

/** The progress of a merge. Nobody gets into the account that goes from the first response on; the rest follows in the background. */
export const mergeView = z
  .strictObject({
    userId: objectId,
    into: objectId,
    step: z.enum(['account', 'features', 'rooms', 'messages', 'erase', 'done']),
    /** Messages processed, of an estimated total. */
    looked: z.number().int(),
    total: z.number().int(),
  })
  .meta({ id: 'Merge' });
export type MergeView = z.infer<typeof mergeView>;
