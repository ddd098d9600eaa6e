import { z } from 'zod';
import { messageOf } from './faults.js';

/** A server-made id: MongoDB's ObjectId as 24 hex digits. */
export const objectId = z
  .string()
  .regex(/^[0-9a-f]{24}$/, messageOf('id'))
  .meta({ example: '6741f0c2a9b3d4e5f6a7b8c9' });

/** A client-made id that makes sending idempotent: a UUID in lower case. */
export const clientId = z
  .uuid(messageOf('uuid'))
  .toLowerCase()
  .meta({ example: '0b5e8a52-6d3c-4a8e-9f0a-3f7d2f1f6c11' });
