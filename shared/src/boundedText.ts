import { z } from 'zod';
import { visibleLength } from './text.js';

/** NUL cannot be stored in every database, and lone surrogates cannot be sent as UTF-8. */
const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** A text of `min` to `max` visible characters, kept exactly as it was written. */
export const boundedText = (min: number, max: number) =>
  z
    .string()
    .max(Math.max(max * 16, 64), `must have at most ${max} characters`)
    .refine((text) => visibleLength(text) <= max, { error: `must have at most ${max} characters` })
    .refine((text) => min === 0 || text.trim().length > 0, { error: 'must not be empty' })
    .refine(storable, { error: 'must not contain NUL or broken characters' });
