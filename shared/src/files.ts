import { z } from 'zod';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { messageOf } from './faults.js';

/** How a file is shown: by what it is, found by looking into it and not by its name. */
export const fileKind = z.enum(['image', 'video', 'audio', 'document']);
export type FileKind = z.infer<typeof fileKind>;

export const fileView = z
  .strictObject({
    fileId: objectId,
    kind: fileKind,
    /** As the sender called it. */
    name: z.string(),
    /** MIME type of what is served. */
    type: z.string(),
    bytes: z.number().int().nonnegative(),
    /** Pixels, of images. */
    width: z.number().int().positive().nullable(),
    height: z.number().int().positive().nullable(),
    /** A few pixels of an image as a data URL: stands in until the image is there. */
    blur: z.string().nullable(),
  })
  .meta({ id: 'File' });
export type FileView = z.infer<typeof fileView>;

/** The files of a message, in their order. */
export const attachedIds = z
  .array(objectId)
  .max(limits.filesPerMessage, messageOf('filesTooMany', { most: limits.filesPerMessage }))
  .refine((ids) => new Set(ids).size === ids.length, { error: messageOf('fileTwice') });
