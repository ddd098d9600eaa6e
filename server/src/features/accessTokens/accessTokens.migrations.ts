import type { Migration } from '../../platform/migrations.js';

export const accessTokensMigrations: readonly Migration[] = [
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
