import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '../../config.js';
import type { Arguments } from '../arguments.js';
import { progress, result } from '../terminal.js';
import { reach } from './reach.js';

/** `npm run parley -- export`: receives the archive of the workspace into a file. @throws Error when it cannot be written */
export async function exportTo(config: Config, given: Arguments): Promise<void> {
  const time = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-');
  const to = resolve(given.option('to') ?? `parley-export-${time}.zip`);
  if (!existsSync(dirname(to))) throw new Error(`There is no folder ${dirname(to)}.`);
  if (existsSync(to)) throw new Error(`${to} exists already.`);
  // Under another name until it is complete: half an archive must not look like one.
  const half = `${to}.half`;
  const file = await open(half, 'w', 0o600);
  let received = 0;
  try {
    const { bytes = 0 } = await reach(config, { command: 'export' }, async (part) => {
      if ('done' in part) return progress('rooms', part.done, part.total);
      const chunk = Buffer.from(part.bytes, 'base64');
      await file.write(chunk);
      received += chunk.length;
      progress('archive', received, part.of);
    });
    await file.sync();
    await file.close();
    if (received !== bytes) throw new Error('The archive did not arrive whole. Try again.');
    await rename(half, to);
    result({ to, bytes }, `\n${to}: ${(bytes / 1e6).toFixed(1)} MB.`);
  } finally {
    await file.close().catch(() => undefined);
    await rm(half, { force: true });
  }
}
