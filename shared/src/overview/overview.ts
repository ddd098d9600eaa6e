import { z } from 'zod';
import { objectId } from '../ids.js';
import { fileKind } from '../files.js';

export const overviewLimits = {
  /** Days of the charts. */
  days: 30,
  /** Days whose counts are stored. */
  storedDays: 400,
  /** The largest rooms that are listed. */
  rooms: 8,
  /** Nodes that are listed. */
  nodes: 100,
} as const;

/** What somebody who runs the workspace should look at. Each has a sentence in the client's catalogue. */
const attentionKinds = [
  'reports',
  'held',
  'waiting',
  'jobs',
  'diskFull',
  'diskLow',
  'databaseSlow',
  'versions',
  'mailFailing',
  'mailMissing',
  'noRedis',
  'oneOwner',
  'backups',
] as const;
export type AttentionKind = (typeof attentionKinds)[number];

const attention = z.strictObject({
  kind: z.enum(attentionKinds),
  /** How many, or how much: reports, messages, accounts, owners, percent of a disk, ms, days. */
  count: z.number().int().nullable(),
  /** Which: jobs, hosts, versions. */
  names: z.array(z.string()),
});
export type Attention = z.infer<typeof attention>;

/** One day, in UTC. */
const day = z.strictObject({
  day: z.iso.date(),
  /** People who were active; null for a day before this was counted. */
  active: z.number().int().nullable(),
  /** Messages; null until they are counted. */
  messages: z.number().int().nullable(),
});
export type OverviewDay = z.infer<typeof day>;

const nodeView = z.strictObject({
  nodeId: z.string(),
  /** It is the one that answers. */
  here: z.boolean(),
  /** Null of one with an older program, and so is all that follows. */
  host: z.string().nullable(),
  version: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  connections: z.number().int().nullable(),
  /** Bytes. */
  memory: z.number().int().nullable(),
});
export type NodeView = z.infer<typeof nodeView>;

const amount = { files: z.number().int(), bytes: z.number().int() };

/** What files take up. */
export const usageView = z.strictObject({
  ...amount,
  kinds: z.array(z.strictObject({ kind: fileKind, ...amount })),
  /** The largest rooms. The name is null for a private room that the reader is not in. */
  rooms: z.array(z.strictObject({ roomId: objectId, name: z.string().nullable(), ...amount })),
  /** Direct messages and groups together. */
  direct: z.strictObject(amount),
});
export type UsageView = z.infer<typeof usageView>;

export const overviewView = z
  .strictObject({
    version: z.string(),
    /** Accounts that can sign in. */
    people: z.number().int(),
    /** People who were active today, and within 30 days. */
    activeToday: z.number().int(),
    activeMonth: z.number().int(),
    /** The last 30, the oldest first. */
    days: z.array(day),
    usage: usageView,
    nodes: z.array(nodeView),
    attention: z.array(attention),
  })
  .meta({ id: 'Overview' });
export type OverviewView = z.infer<typeof overviewView>;
