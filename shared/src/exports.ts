import { z } from 'zod';
import { objectId } from './ids.js';

/** Of one's own data, or of the whole workspace. */
export const exportKind = z.enum(['own', 'workspace']);
export type ExportKind = z.infer<typeof exportKind>;

/** An archive of data that is being made, or can be downloaded. */
export const exportView = z
  .strictObject({
    exportId: objectId,
    kind: exportKind,
    state: z.enum(['waiting', 'running', 'ready', 'failed']),
    /** Steps done, of all: a room each, and the files. */
    done: z.number().int(),
    total: z.number().int(),
    /** The size of the archive; null until it is ready. */
    bytes: z.number().int().nullable(),
    createdAt: z.iso.datetime(),
    /** When it is deleted; null until it is ready. */
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Export' });
export type ExportView = z.infer<typeof exportView>;

/** A link for one download, within a minute, in the browser of the session that made it. */
export const exportLink = z.strictObject({ path: z.string() }).meta({ id: 'ExportLink' });

/** The key of a link: 256 random bits in base64url. */
export const exportKey = z.string().max(64);

/** How this server treats data, for everybody to read. */
export const dataPolicy = z
  .strictObject({
    /** Whether exports of the workspace have private rooms and direct messages. */
    privateInExports: z.boolean(),
    /** Days after which messages are deleted; null for never. A room may have its own. */
    retentionDays: z.number().int().nullable(),
    /** Days between the deletion of one's own account and its erasure. */
    graceDays: z.number().int(),
    /** Days for which an export can be downloaded. */
    exportDays: z.number().int(),
  })
  .meta({ id: 'DataPolicy' });
export type DataPolicy = z.infer<typeof dataPolicy>;
