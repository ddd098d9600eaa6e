import type { AuditCheckView, AuditFilter } from '@parley/shared/audit';
import type { Connection } from 'mongoose';
import { trusted, type QueryFilter } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { GENESIS, isIntact } from './audit.chain.js';
import { AuditChains, AuditEntries, type AuditDoc } from './audit.model.js';

/** Entries that are read at once. */
const PAGE = 500;

const isId = (by: string): boolean => /^[0-9a-f]{24}$/.test(by);

function conditionsOf({ by, action, target, from, to }: AuditFilter): QueryFilter<AuditDoc> {
  return {
    ...(by === undefined ? {} : isId(by) ? { person: by } : { program: by }),
    ...(action === undefined ? {} : { action }),
    ...(target === undefined ? {} : { $or: [{ 'on.id': target }, { roomId: target }, { about: target }] }),
    ...(from === undefined && to === undefined
      ? {}
      : {
          at: trusted({
            ...(from === undefined ? {} : { $gte: new Date(from) }),
            ...(to === undefined ? {} : { $lt: new Date(to) }),
          }),
        }),
  };
}

/** The entries of a filter but for its text, newest first, in pages. @param before only lower numbers */
export async function* readEntries(
  server: Server,
  filter: AuditFilter,
  before?: number,
): AsyncGenerator<AuditDoc[]> {
  let below = before;
  for (;;) {
    const page = await AuditEntries(server)
      .find({
        ...conditionsOf(filter),
        ...(below === undefined ? {} : { _id: trusted({ $lt: below }) }),
      })
      .sort({ _id: -1 })
      .limit(PAGE)
      .lean();
    const last = page.at(-1);
    if (!last) return;
    yield page;
    if (page.length < PAGE) return;
    below = last._id;
  }
}

/** The people whose part of an entry is gone. */
const missingOf = ({ person, origin, originSeal, about, personal, personalSeal }: AuditDoc): string[] => [
  ...(originSeal !== undefined && !origin ? [person ?? ''] : []),
  ...(personalSeal !== undefined && !personal ? [about ?? ''] : []),
];

type Broken = NonNullable<AuditCheckView['broken']>;

interface Database {
  connection: Connection;
}

const anchorOf = async (server: Database): Promise<{ number: number; hash: string }> =>
  (await AuditChains(server).findById('chain').lean())?.anchor ?? { number: 0, hash: GENESIS };

/**
 * Verifies the whole chain, beside servers that write to it.
 * @param erasedAmong which of these people are erased: only of those may parts of entries be gone
 */
export async function verifyChain(
  server: Database,
  erasedAmong: (userIds: string[]) => Promise<ReadonlySet<string>>,
): Promise<AuditCheckView> {
  const head = (await AuditChains(server).findById('chain').lean())?.head ?? 0;
  let end = await anchorOf(server);
  let entries = 0;
  let first: number | null = null;
  const answer = (broken: Broken | null): AuditCheckView => ({
    ok: broken === null,
    entries,
    first,
    last: first === null ? null : end.number,
    broken,
  });
  for (;;) {
    const page = await AuditEntries(server)
      .find({ _id: trusted({ $gt: end.number }) })
      .sort({ _id: 1 })
      .limit(PAGE)
      .lean();
    if (page.length === 0) break;
    // Retention may have removed entries meanwhile.
    const anchor = await anchorOf(server);
    if (anchor.number > end.number) end = anchor;
    const erased = await erasedAmong([...new Set(page.flatMap(missingOf))]);
    for (const entry of page) {
      if (entry._id <= end.number) continue;
      if (entry._id !== end.number + 1) return answer({ number: end.number + 1, how: 'missing' });
      if (entry.previous !== end.hash || !isIntact(entry))
        return answer({ number: entry._id, how: 'changed' });
      if (missingOf(entry).some((userId) => !erased.has(userId)))
        return answer({ number: entry._id, how: 'removed' });
      end = { number: entry._id, hash: entry.hash };
      first ??= entry._id;
      entries += 1;
    }
  }
  return answer(end.number < head ? { number: end.number + 1, how: 'missing' } : null);
}
