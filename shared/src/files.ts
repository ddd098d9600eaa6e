import { z } from 'zod';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { messageOf } from './faults.js';

/** How a file is shown: detected by its content and not by its name. */
export const fileKind = z.enum(['image', 'video', 'audio', 'document']);
export type FileKind = z.infer<typeof fileKind>;

export const fileView = z
  .strictObject({
    fileId: objectId,
    kind: fileKind,
    /** As named by the sender. */
    name: z.string(),
    /** MIME type of the served bytes. */
    type: z.string(),
    bytes: z.number().int().nonnegative(),
    /** Pixels, of images. */
    width: z.number().int().positive().nullable(),
    height: z.number().int().positive().nullable(),
    /** A few pixels of an image as a data URL: a placeholder until the image is loaded. */
    blur: z.string().nullable(),
  })
  .meta({ id: 'File' });
export type FileView = z.infer<typeof fileView>;

/** The files of a message, in their order. */
export const attachedIds = z
  .array(objectId)
  .max(limits.filesPerMessage, messageOf('filesTooMany', { most: limits.filesPerMessage }))
  .refine((ids) => new Set(ids).size === ids.length, { error: messageOf('fileTwice') });
