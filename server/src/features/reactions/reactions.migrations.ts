import { inNormalForm, knownEmoji } from '@parley/shared/knownEmoji';
import type { Connection, Types } from 'mongoose';
import type { Migration } from '../../platform/migrations.js';

const BATCH = 1000;

/** Reactions as they are stored. */
interface Reactions {
  rev: number;
  reactions: { emoji: string; userIds: Types.ObjectId[] }[];
}

/**
 * Normalizes each emoji. No rev is claimed: views have been in this form since the program has it, and what was accepted
 * before, the fully qualified forms alone, stays as it is in every cache.
 */
async function normalizeReactions(connection: Connection): Promise<void> {
  const messages = connection.collection<Reactions & { _id: Types.ObjectId }>('messages');
  const found = messages.find(
    { 'reactions.0': { $exists: true } },
    { projection: { rev: 1, reactions: 1 }, batchSize: BATCH },
  );
  for await (const { _id, rev, reactions } of found) {
    const normal = inNormalForm(reactions);
    // A concurrent reaction wins: the program writes the normal form.
    if (normal !== reactions) await messages.updateOne({ _id, rev }, { $set: { reactions: normal } });
  }
}

async function normalizeStatuses(connection: Connection): Promise<void> {
  const users = connection.collection('users');
  for await (const { _id, statusEmoji } of users.find(
    { statusEmoji: { $gt: '' } },
    { projection: { statusEmoji: 1 } },
  )) {
    const normal = knownEmoji(statusEmoji as string);
    if (normal !== undefined && normal !== statusEmoji)
      await users.updateOne({ _id, statusEmoji }, { $set: { statusEmoji: normal } });
  }
}

export const reactionsMigrations: readonly Migration[] = [
  {
    version: 5,
    name: 'reactions and statuses have one form of each emoji',
    async run(connection) {
      await normalizeReactions(connection);
      await normalizeStatuses(connection);
    },
  },
];
