import type { Types } from 'mongoose';
import { ignoringRepeats } from '../../platform/database.js';
import type { Migration } from '../../platform/migrations.js';

export const pushMigrations: readonly Migration[] = [
  {
    version: 14,
    name: 'pushes go on behind what was said until now',
    async run(connection) {
      const messages = connection.collection<{ roomId: Types.ObjectId; rev: number; seq: number }>(
        'messages',
      );
      const cursors = connection.collection('pushcursors');
      const newest = async (roomId: Types.ObjectId, field: 'rev' | 'seq'): Promise<number> =>
        (await messages.findOne({ roomId }, { sort: { [field]: -1 }, projection: { [field]: 1 } }))?.[
          field
        ] ?? 0;
      for await (const { _id } of connection.collection('rooms').find({}, { projection: { _id: 1 } })) {
        const place = { rev: await newest(_id, 'rev'), seq: await newest(_id, 'seq') };
        // Two servers that start at once may both insert; the next change stores the same cursor or a newer one.
        await ignoringRepeats(cursors.updateOne({ _id }, { $max: place }, { upsert: true }));
      }
    },
  },
];
