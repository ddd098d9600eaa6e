import { createReadStream } from 'node:fs';
import type { RequestOf } from '@parley/shared/operator';
import type { AuditEntryView, AuditPageView } from '@parley/shared/audit';
import type { Actor } from '../../platform/context.js';
import { checkAudit, listAudit } from '../audit/audit.actions.js';
import { packWorkspace } from '../exports/packing.actions.js';

/** Entries read at once. */
const PAGE = 100;

/** The newest entries, the oldest of them first, with the names they need. */
export async function tail(actor: Actor, { limit, after = 0 }: RequestOf<'audit-tail'>) {
  const entries: AuditEntryView[] = [];
  const people = new Map<string, string>();
  const rooms = new Map<string, string>();
  let before: number | undefined;
  for (let more = true; more && entries.length < limit;) {
    const page: AuditPageView = await listAudit(actor, {
      limit: Math.min(PAGE, limit - entries.length),
      before,
    });
    entries.push(...page.entries.filter(({ number }) => number > after));
    for (const { userId, username } of page.people) people.set(userId, `@${username}`);
    for (const { roomId, name } of page.rooms) rooms.set(roomId, `#${name}`);
    before = page.next ?? undefined;
    more = before !== undefined && before > after;
  }
  return {
    entries: entries.reverse(),
    names: Object.fromEntries([...people, ...rooms]),
  };
}

/** Verifies the chain. */
export const verify = async (actor: Actor) => ({ check: await checkAudit(actor) });

/** What is sent while an archive is made, and then the archive. */
export type ExportPart = { done: number; total: number } | { bytes: string; of: number };

const CHUNK_BYTES = 1024 * 1024;

/**
 * Makes the archive of the workspace and sends it.
 * @param send resolves when there is room for more. @throws Error when its receiver is gone: then nothing is left of the archive
 */
export async function exportWorkspace(actor: Actor, send: (part: ExportPart) => Promise<void>) {
  let size = 0;
  await packWorkspace(
    actor,
    (done, total) => send({ done: Math.min(done, total), total }),
    async ({ path, bytes }) => {
      size = bytes;
      for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
        await send({ bytes: (chunk as Buffer).toString('base64'), of: bytes });
    },
  );
  return { bytes: size };
}
