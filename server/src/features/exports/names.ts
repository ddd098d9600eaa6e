import { limits } from '@parley/shared/limits';

/** Names that Windows gives to devices, whatever the extension. */
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** What Windows or a path cannot have, control characters, and those that change the direction of the text. */
const forbidden = /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
/** UTF-16 units of a name; a path of three of them is below the 260 of Windows. */
const LONGEST = 80;

/** Cuts between characters, not within a surrogate pair. */
const cut = (text: string, length: number): string =>
  text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/** Splits a name before its extension; a long "extension" is part of the name. */
function parts(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf('.');
  return dot > 0 && name.length - dot <= 12 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}

/** A name that any system can store: no path, no device, no invisible sign, not too long. @param name as people wrote it */
export function safeName(name: string): string {
  const clean = name
    .slice(0, limits.fileName * 4)
    .toWellFormed()
    .normalize('NFC')
    .replace(forbidden, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const [stem, extension] = parts(clean);
  const short = `${cut(stem, LONGEST - extension.length).trimEnd()}${extension}`;
  if (short === '') return '_';
  return devices.test(short) ? `_${short}` : short;
}

/** Gives each path of an archive once, also where systems ignore case. */
export class Names {
  private readonly used = new Set<string>();
  private readonly next = new Map<string, number>();

  /** @returns `folder/name`, with a number where another has it already */
  take(folder: string, name: string): string {
    const safe = safeName(name);
    const [stem, extension] = parts(safe);
    const key = `${folder}/${safe}`.toLowerCase();
    for (let count = this.next.get(key) ?? 1; ; count++) {
      const path = `${folder}/${count === 1 ? safe : `${stem} (${count})${extension}`}`;
      if (this.used.has(path.toLowerCase())) continue;
      this.used.add(path.toLowerCase());
      this.next.set(key, count + 1);
      return path;
    }
  }
}
