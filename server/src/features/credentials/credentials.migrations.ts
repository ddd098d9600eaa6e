import type { Migration } from '../../platform/migrations.js';
import { moveFormerPasswords } from './credentials.former.js';
import { ONE_PASSWORD } from './credentials.model.js';

export const credentialsMigrations: readonly Migration[] = [
  {
    version: 15,
    name: 'passwords leave the accounts',
    async run(connection) {
      // Migrations run before the indexes are made; here it decides between two servers that start at once.
      await connection.collection('credentials').createIndex(ONE_PASSWORD.key, ONE_PASSWORD.options, {});
      await moveFormerPasswords(connection);
    },
  },
];
