import type { Connection, Types } from 'mongoose';
import type { Migration } from '../../platform/migrations.js';

interface Bot {
  _id: Types.ObjectId;
  speaksIn?: Types.ObjectId;
}

/** Writes down where each webhook's account speaks: by its webhook, or by what it has said if that is removed. One that never spoke is shown to nobody. */
export async function giveRoomsToBots(connection: Connection): Promise<void> {
  const users = connection.collection<Bot>('users');
  const found = await users.find({ bot: true, speaksIn: { $exists: false } }).toArray();
  for (const { _id } of found) {
    const hook = await connection.collection('webhooks').findOne({ userId: _id });
    const said = hook ?? (await connection.collection('messages').findOne({ authorId: _id }));
    const roomId = said?.['roomId'] as Types.ObjectId | undefined;
    if (roomId) await users.updateOne({ _id }, { $set: { speaksIn: roomId } });
  }
}

export const webhooksMigrations: readonly Migration[] = [
  {
    version: 11,
    name: 'webhooks are shown to those who may read their room',
    run: giveRoomsToBots,
  },
];
