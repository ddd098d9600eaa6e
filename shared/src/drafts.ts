import { z } from 'zod';
import { objectId } from './ids.js';

/** What somebody has half written in a room; an empty text says that it was discarded. */
export const draftView = z
  .strictObject({ roomId: objectId, text: z.string(), updatedAt: z.iso.datetime() })
  .meta({ id: 'Draft' });
export type DraftView = z.infer<typeof draftView>;
