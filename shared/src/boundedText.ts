import { z } from 'zod';
import { limits } from './limits.js';
import { visibleLength } from './text.js';
import { messageOf } from './faults.js';

/** NUL cannot be stored in every database, and lone surrogates cannot be sent as UTF-8. */
const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Limit of UTF-16 units for a number of visible characters: 👨‍👩‍👧‍👦 has eleven. */
const unitsOf = (max: number): number => Math.min(Math.max(max * 16, 64), limits.messageUnits);

/**
 * A text of `min` to `max` visible characters, stored exactly as written. Units are counted before characters, and a text that
 * fails is not checked further: counting characters is expensive.
 */
export const boundedText = (min: number, max: number) => {
  const tooLong = { error: messageOf('tooLong', { most: max }), abort: true };
  return z
    .string()
    .max(unitsOf(max), tooLong)
    .refine((text) => visibleLength(text, max) <= max, tooLong)
    .refine((text) => min === 0 || text.trim().length > 0, { error: messageOf('empty'), abort: true })
    .refine(storable, { error: messageOf('notStorable'), abort: true });
};
