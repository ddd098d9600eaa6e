import { setTimeout } from 'node:timers/promises';
import type { RequestOf } from '@parley/shared/operator';
import type { Config } from '../../config.js';
import { forPrograms } from '../terminal.js';
import { reach } from './reach.js';
import { entryLine } from './sentences.js';

const EVERY_MS = 1000;
/** Entries of one look; more come with the next. */
const MOST = 1000;

/** `npm run parley -- audit tail --follow`: prints entries as they are stored, one a line, until the process is ended. */
export async function follow(config: Config, first: RequestOf<'audit-tail'>): Promise<never> {
  let request = first;
  for (;;) {
    const { entries = [], names = {} } = await reach(config, request);
    for (const entry of entries)
      process.stdout.write(`${forPrograms ? JSON.stringify(entry) : entryLine(entry, names)}\n`);
    const after = entries.at(-1)?.number ?? request.after ?? 0;
    request = { command: 'audit-tail', limit: MOST, after };
    await setTimeout(EVERY_MS);
  }
}
