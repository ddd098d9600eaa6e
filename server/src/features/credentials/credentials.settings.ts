import { z } from 'zod';

export const credentialsSettings = {
  BCRYPT_COST: z.coerce.number().int().min(4).max(16).default(12).describe('Cost of password hashes.'),
};
