import type { Server } from '../../platform/context.js';
import { duplicateKey, refusalOf } from '../../platform/database.js';
import type { Settled } from '../../platform/keyedQueue.js';
import { GENESIS, hashOf } from './audit.chain.js';
import type { AuditDraft } from './audit.draft.js';
import { AuditChains, AuditEntries, type AuditDoc } from './audit.model.js';

/** The end of the chain: the number of its last entry, and the hash that the next one names. */
interface End {
  number: number;
  hash: string;
}

/**
 * Reads the end. The state first: entries only grow, so an entry that is missing afterwards was removed by somebody, and the next one
 * leaves the hole that verification finds.
 */
async function readEnd(server: Server): Promise<End> {
  const state = await AuditChains(server).findById('chain').lean();
  const last = await AuditEntries(server).findOne({}, { hash: 1 }).sort({ _id: -1 }).lean();
  return {
    number: Math.max(last?._id ?? 0, state?.head ?? 0),
    hash: last?.hash ?? state?.anchor?.hash ?? GENESIS,
  };
}

function follow(end: End, draft: AuditDraft): AuditDoc {
  const entry = { _id: end.number + 1, ...draft, previous: end.hash };
  return { ...entry, hash: hashOf(entry) };
}

function chained(from: End, drafts: readonly AuditDraft[]): AuditDoc[] {
  let end = from;
  return drafts.map((draft) => {
    const entry = follow(end, draft);
    end = { number: entry._id, hash: entry.hash };
    return entry;
  });
}

async function raiseHead(server: Server, number: number): Promise<void> {
  const raise = (): Promise<unknown> =>
    AuditChains(server)
      .updateOne({ _id: 'chain' }, { $max: { head: number } }, { upsert: true })
      .exec();
  try {
    await raise();
  } catch (error) {
    // Of two first ones the second finds the document now.
    if (!duplicateKey(error)) throw error;
    await raise();
  }
}

/**
 * Writes entries behind the end of the chain. Where another node has taken a number, the rest follows its entry. A crash leaves the first
 * of them or none, never a hole.
 */
async function append(server: Server, drafts: AuditDraft[]): Promise<AuditDoc[]> {
  const written: AuditDoc[] = [];
  while (written.length < drafts.length) {
    // Never from memory: another node may be ahead, and what somebody removed at the end must leave a hole.
    const entries = chained(await readEnd(server), drafts.slice(written.length));
    try {
      await AuditEntries(server).insertMany(entries, { ordered: true });
      written.push(...entries);
    } catch (error) {
      const refused = refusalOf(error);
      if (!refused?.pattern) throw error;
      written.push(...entries.slice(0, refused.index));
    }
  }
  const last = written.at(-1);
  if (last) await raiseHead(server, last._id);
  return written;
}

/** Stores an entry at the end of the chain; this server writes one batch at a time. @throws what the database throws */
export const storeEntry = (server: Server, draft: AuditDraft): Promise<AuditDoc> =>
  server.queues
    .get<AuditDraft, AuditDoc>('audit', async (_key, drafts) =>
      (await append(server, drafts)).map((value): Settled<AuditDoc> => ({ ok: true, value })),
    )
    .push('chain', draft);
