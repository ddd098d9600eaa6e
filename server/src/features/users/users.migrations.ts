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
];
