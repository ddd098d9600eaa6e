import type { Migration } from '../../platform/migrations.js';

const BATCH = 1000;

export const usersMigrations: readonly Migration[] = [
  {
    version: 7,
    name: 'user names are stored where former ones are, so that each has one owner',
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
    version: 16,
    name: 'it is stored when each person was here last; until now who had an account had made it',
    async run(connection) {
      const users = connection.collection('users');
      const unknown = { seenAt: { $exists: false }, bot: { $ne: true }, erased: { $ne: true } };
      for (;;) {
        const found = await users
          .find(unknown, { projection: { createdAt: 1 } })
          .limit(BATCH)
          .toArray();
        if (found.length === 0) return;
        await users.bulkWrite(
          found.map(({ _id, createdAt }) => ({
            updateOne: {
              filter: { _id },
              update: { $set: { seenAt: (createdAt as unknown) ?? new Date() } },
            },
          })),
        );
      }
    },
  },
];
