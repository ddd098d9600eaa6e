import { z } from 'zod';

/** A setting that is on or off: `true`, `1`, `yes`, or `false`, `0`, `no`. */
export const flag = () =>
  z.enum(['true', 'false', '1', '0', 'yes', 'no']).transform((value) => ['true', '1', 'yes'].includes(value));

/** A setting that is a whole number from 1 on. */
export const count = () => z.coerce.number().int().positive();
