import { statfs } from 'node:fs/promises';

/** Bytes in the units people know: `1.2 GB`. */
export const inUnits = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;

/** Bytes a program of this user may still write in a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Looks whether there is room before work begins: to run out of it in the middle helps nobody.
 * @param bytes what the work writes at most
 * @throws Error with both figures
 */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free < bytes)
    throw new Error(
      `This needs up to ${inUnits(bytes)} in ${folder}, and ${inUnits(free)} are free. Nothing was changed.`,
    );
}
