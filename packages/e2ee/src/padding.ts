import type { Bytes } from './bytes.js';
import { failure } from './failure.js';

const STEP = 64;

/**
 * How long something becomes: steps of 64 bytes, from 2 KiB by Padmé (Nikitin et al., 2019), at most 12 % more. So the length tells
 * little of the text.
 * @param length in bytes, with the mark
 */
export function paddedLength(length: number): number {
  const steps = Math.max(STEP, Math.ceil(length / STEP) * STEP);
  if (length < 2) return steps;
  const exponent = Math.floor(Math.log2(length));
  const free = exponent - (Math.floor(Math.log2(exponent)) + 1);
  const unit = 2 ** Math.max(0, free);
  return Math.max(steps, Math.ceil(length / unit) * unit);
}

/**
 * Pads with one 0x80 and zeros (ISO/IEC 7816-4).
 * @param size of the result; by `paddedLength` without it
 * @throws E2eeError malformed, if it does not fit
 */
export function pad(bytes: Uint8Array, size: number = paddedLength(bytes.length + 1)): Bytes {
  if (bytes.length >= size) throw failure('malformed', 'too long to pad');
  const padded = new Uint8Array(size);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

/** @returns what was padded @throws E2eeError malformed, if there is no mark */
export function unpad(padded: Bytes): Bytes {
  const mark = padded.findLastIndex((byte) => byte !== 0);
  if (mark < 0 || padded[mark] !== 0x80) throw failure('malformed', 'padding');
  return padded.slice(0, mark);
}
