import { open } from 'node:fs/promises';
import { analyse } from 'chardet';

const PROBE_BYTES = 65_536;

/** Characters that no text has: controls other than tab, line breaks, form feed and escape. */
const noText = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\ufffe\uffff]/u;

/** Whether it decodes completely, to characters of a text. The probe may end within a character, which is no error. */
function decodes(probe: Buffer, encoding: string): boolean {
  try {
    return !noText.test(new TextDecoder(encoding, { fatal: true }).decode(probe, { stream: true }));
  } catch {
    return false;
  }
}

/** A byte order mark: Notepad writes one. Source: encoding.spec.whatwg.org, BOM sniff. */
function byMark(probe: Buffer): string | undefined {
  if (probe[0] === 0xff && probe[1] === 0xfe) return 'utf-16le';
  return probe[0] === 0xfe && probe[1] === 0xff ? 'utf-16be' : undefined;
}

/** UTF-16 without a mark: in European text every second byte is mostly zero, and hardly any of the others. */
function byZeros(probe: Buffer): string | undefined {
  const zeros = [0, 0];
  for (const [i, byte] of probe.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = probe.length / 8;
  if (odd > many && even * 20 < odd) return 'utf-16le';
  return even > many && odd * 20 < even ? 'utf-16be' : undefined;
}

/** Guessed from byte statistics; undefined if browsers cannot decode it. */
function byGuess(probe: Buffer): string | undefined {
  return analyse(probe)
    .map(({ name }) => name.replace(/^ISO-8859-1$/i, 'windows-1252').toLowerCase())
    .find((name) => !/^utf-|^iso-2022/.test(name) && decodes(probe, name));
}

/**
 * The encoding of a text file, by its bytes; undefined when it is no text.
 * @param probe its beginning
 * @returns a label of encoding.spec.whatwg.org, which pages decode
 */
export function encodingOf(probe: Buffer): string | undefined {
  const wide = byMark(probe) ?? byZeros(probe);
  if (wide !== undefined) return decodes(probe, wide) ? wide : undefined;
  if (probe.includes(0)) return undefined;
  if (decodes(probe, 'utf-8')) return 'utf-8';
  return noText.test(probe.toString('latin1')) ? undefined : byGuess(probe);
}

/** The encoding of the text in a file; undefined when it is no text. */
export async function textEncoding(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PROBE_BYTES), 0, PROBE_BYTES, 0);
    return encodingOf(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}
