import { z } from 'zod';
import { count } from '../../platform/settingKinds.js';

export const uploadsSettings = {
  FILE_MAX_MB: count().default(100).describe('Largest file.'),
  FILES_PER_PERSON_MB: count().default(5120).describe('All files of one person together.'),
  UPLOADS_PER_10_MINUTES: count().default(200).describe('Uploads per person.'),
  PICTURE_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(32)
    .optional()
    .describe(
      'Memory that decoding one picture may take. By itself a quarter of the machine’s, 128 to 512. What needs more is stored as a document.',
    ),
  PICTURE_SECONDS: z.coerce
    .number()
    .positive()
    .max(60)
    .default(10)
    .describe('Time that decoding one picture may take. What needs longer is stored as a document.'),
};
