import { randomUUID } from 'node:crypto';
import { inNormalForm, knownEmoji } from '@parley/shared/knownEmoji';
import type { Connection, Types } from 'mongoose';
import { giveRoomsToBots } from './migrations.bots.js';
import { counted, giveSlots } from './migrations.slots.js';

interface Migration {
  /** The version of the data after it. */
  version: number;
  name: string;
  /** Must be safe to run again from anywhere: it may be cut off, and two servers may start at once. */
  run(connection: Connection): Promise<void>;
}

const BATCH = 1000;

/** Reactions as they are stored. */
interface Reactions {
  rev: number;
  reactions: { emoji: string; userIds: Types.ObjectId[] }[];
}

/**
 * Gives each emoji its one form. No rev is claimed: views have been in this form since the program that knows it, and what was
 * taken before, the fully qualified forms alone, stays as it is in every cache.
 */
async function normalizeReactions(connection: Connection): Promise<void> {
  const messages = connection.collection<Reactions & { _id: Types.ObjectId }>('messages');
  const found = messages.find(
    { 'reactions.0': { $exists: true } },
    { projection: { rev: 1, reactions: 1 }, batchSize: BATCH },
  );
  for await (const { _id, rev, reactions } of found) {
    const normal = inNormalForm(reactions);
    // Who reacts meanwhile wins: the program writes the normal form.
    if (normal !== reactions) await messages.updateOne({ _id, rev }, { $set: { reactions: normal } });
  }
}

/** What the search keeps beside the messages, which it is made from. The cursors first: without them the rest is made again, whatever of it is left. */
const searchIndex = [
  ...['cursors', 'docs', 'words', 'segments', 'postings', 'blocks', 'vocabularies', 'stamps'],
].map((kind) => `search${kind}`);

async function dropCollections(connection: Connection, names: string[]): Promise<void> {
  const made = new Set((await connection.listCollections()).map(({ name }) => name));
  for (const name of names) if (made.has(name)) await connection.dropCollection(name);
}

const inboxIndexes = ['mentionIds', 'answersId', 'mentionsRoom'].map((path) => `${path}_1__id_-1`);

async function dropIndexes(connection: Connection, collection: string, names: string[]): Promise<void> {
  const made = (await connection.listCollections()).some(({ name }) => name === collection);
  const there = made ? await connection.collection(collection).listIndexes().toArray() : [];
  for (const { name } of there as { name: string }[])
    if (names.includes(name)) await connection.collection(collection).dropIndex(name);
}

/** Every change to stored data that an upgrade asks for, in order. What is additive with a default needs none. */
const migrations: Migration[] = [
  {
    version: 2,
    name: 'answers know whom they answer, for the inbox',
    async run(connection) {
      const messages = connection.collection('messages');
      const filter = { replyTo: { $type: 'object' }, answersId: { $exists: false } };
      for (;;) {
        const found = await messages
          .find(filter, { projection: { replyTo: 1 } })
          .limit(BATCH)
          .toArray();
        if (found.length === 0) return;
        const ids = found.map(({ replyTo }) => (replyTo as { messageId: Types.ObjectId }).messageId);
        const answered = await messages
          .find({ _id: { $in: ids } }, { projection: { authorId: 1 } })
          .toArray();
        const authors = new Map(answered.map(({ _id, authorId }) => [String(_id), authorId as unknown]));
        await messages.bulkWrite(
          found.map(({ _id, replyTo }) => {
            const author = authors.get(String((replyTo as { messageId: unknown }).messageId));
            // Its message is gone for good: null, so that it is not looked at again.
            return { updateOne: { filter: { _id }, update: { $set: { answersId: author ?? null } } } };
          }),
        );
      }
    },
  },
  {
    version: 3,
    name: 'the search is made anew',
    run: (connection) => dropCollections(connection, ['searchcursors', 'searchdocs', 'searchwords']),
  },
  {
    version: 4,
    name: 'the search finds parts of words by their use, and is made anew from what was said first',
    run: (connection) => dropCollections(connection, searchIndex),
  },
  {
    version: 5,
    name: 'reactions and statuses have one form of each emoji',
    async run(connection) {
      await normalizeReactions(connection);
      const users = connection.collection('users');
      for await (const { _id, statusEmoji } of users.find(
        { statusEmoji: { $gt: '' } },
        { projection: { statusEmoji: 1 } },
      )) {
        const normal = knownEmoji(statusEmoji as string);
        if (normal !== undefined && normal !== statusEmoji)
          await users.updateOne({ _id, statusEmoji }, { $set: { statusEmoji: normal } });
      }
    },
  },
  {
    version: 6,
    name: 'the search knows emoji, words with signs and vowel signs, and is made anew',
    run: (connection) => dropCollections(connection, searchIndex),
  },
  {
    version: 7,
    name: 'user names are kept where former ones are, so that each has one owner',
    async run(connection) {
      const users = connection.collection('users');
      for (;;) {
        const found = await users
          .find({ names: { $exists: false } }, { projection: { username: 1 } })
          .limit(BATCH)
          .toArray();
        if (found.length === 0) return;
        await users.bulkWrite(
          found.map(({ _id, username }) => ({
            updateOne: {
              filter: { _id, names: { $exists: false } },
              update: { $set: { names: [username] } },
            },
          })),
        );
      }
    },
  },
  {
    version: 8,
    name: 'the search knows words by where they are said, and is made anew',
    run: (connection) => dropCollections(connection, searchIndex),
  },
  {
    version: 9,
    name: 'what there may be only so many of is counted',
    async run(connection) {
      for (const [name, owners] of Object.entries(counted)) await giveSlots(connection, name, owners);
    },
  },
  {
    version: 10,
    name: 'the inbox is asked room by room: its indexes of before go',
    run: (connection) => dropIndexes(connection, 'messages', inboxIndexes),
  },
  {
    version: 11,
    name: 'webhooks are shown to those who may read their room',
    run: giveRoomsToBots,
  },
  {
    version: 12,
    name: 'access tokens of those who run the workspace keep running it',
    async run(connection) {
      const managers = await connection
        .collection('users')
        .find({ role: { $in: ['owner', 'admin'] } }, { projection: { _id: 1 } })
        .toArray();
      await connection
        .collection('accesstokens')
        .updateMany(
          { scope: 'write', userId: { $in: managers.map(({ _id }) => _id) } },
          { $set: { scope: 'admin' } },
        );
    },
  },
];

/** What this program's data looks like. */
export const SCHEMA_VERSION = Math.max(1, ...migrations.map(({ version }) => version));

interface SchemaDoc {
  _id: 'schema';
  version: number;
  /** Which data this is: made with it, and anew when a backup takes its place. */
  dataId?: string;
}

const state = (connection: Connection) => connection.collection<SchemaDoc>('schema');

/** Which data this is; the first who asks decides. */
export async function dataIdOf(connection: Connection): Promise<string> {
  const known = (await state(connection).findOne({ _id: 'schema' }))?.dataId;
  if (known !== undefined) return known;
  await state(connection).updateOne(
    { _id: 'schema', dataId: { $exists: false } },
    { $set: { dataId: randomUUID() } },
  );
  return (await state(connection).findOne({ _id: 'schema' }))?.dataId ?? '';
}

/** This is other data from now on: clients forget what they keep. */
export async function renewDataId(connection: Connection): Promise<void> {
  await state(connection).updateOne({ _id: 'schema' }, { $set: { dataId: randomUUID() } }, { upsert: true });
}

/** The version of what is stored: 1 when nobody has written it down, which is before there were migrations. */
export async function schemaVersionOf(connection: Connection): Promise<number> {
  return (await state(connection).findOne({ _id: 'schema' }))?.version ?? 1;
}

/**
 * Brings stored data to what this program expects, step by step; each step is written down when it is done, so that one
 * that was cut off runs again and those before it do not.
 *
 * @throws Error for data of a newer program: an older one would damage what it does not know
 */
export async function migrate(
  connection: Connection,
  onStep: (name: string) => void,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  const newest = Math.max(1, ...steps.map(({ version }) => version));
  const stored = await schemaVersionOf(connection);
  if (stored > newest)
    throw new Error(
      `This data was written by a newer Parley (its form is ${stored}, this program knows ${newest}). Start the newer program; nothing was changed.`,
    );
  for (const step of [...steps].sort((a, b) => a.version - b.version)) {
    if (step.version <= stored) continue;
    onStep(step.name);
    await step.run(connection);
    await state(connection).updateOne(
      { _id: 'schema', version: { $lt: step.version } },
      { $set: { version: step.version } },
    );
    // The first time there is nothing to update. Another server that was faster has written the same.
    await state(connection).updateOne(
      { _id: 'schema' },
      { $setOnInsert: { version: step.version } },
      { upsert: true },
    );
  }
}
