import { z } from 'zod';

/** A server-made id: MongoDB's ObjectId as 24 hex digits. */
export const objectId = z.string().regex(/^[0-9a-f]{24}$/, 'must be an id of 24 hexadecimal digits');

/** A client-made id that makes sending idempotent: a UUID in lower case. */
export const clientId = z.uuid('must be a UUID').toLowerCase();
