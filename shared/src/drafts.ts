import { z } from 'zod';
import { objectId } from './ids.js';

/** A person's draft in a room; an empty text means that it was discarded. */
export const draftView = z
  .strictObject({ roomId: objectId, text: z.string(), updatedAt: z.iso.datetime() })
  .meta({ id: 'Draft' });
export type DraftView = z.infer<typeof draftView>;
