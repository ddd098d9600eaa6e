import type { Types } from 'mongoose';
import { dropIndexes } from '../../platform/dropData.js';
import type { Migration } from '../../platform/migrations.js';

const BATCH = 1000;

const inboxIndexes = ['mentionIds', 'answersId', 'mentionsRoom'].map((path) => `${path}_1__id_-1`);

export const messagesMigrations: readonly Migration[] = [
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
            // Its message is deleted: null, so that it is not read again.
            return { updateOne: { filter: { _id }, update: { $set: { answersId: author ?? null } } } };
          }),
        );
      }
    },
  },
  {
    version: 10,
    name: 'the inbox is asked room by room: its indexes of before go',
    run: (connection) => dropIndexes(connection, 'messages', inboxIndexes),
  },
];
