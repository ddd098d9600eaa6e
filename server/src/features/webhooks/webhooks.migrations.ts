import type { Connection, Types } from 'mongoose';
import type { Migration } from '../../platform/migrations.js';

interface Bot {
  _id: Types.ObjectId;
  speaksIn?: Types.ObjectId;
}

/** Stores the room of each webhook's account: by its webhook or, if that is removed, by its messages. Without messages nobody sees it. */
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
