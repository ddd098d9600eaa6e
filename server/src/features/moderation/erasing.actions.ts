import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { AddressBans } from './addressBans.model.js';
import { Reports } from './reports.model.js';

const nobody = { displayName: '', username: '', statusText: '' };

/** Removes what reports store of an erased person: names and notes, and their words where all they wrote is removed. */
export async function eraseFromReports(
  server: Server,
  userId: string,
  messages: 'keep' | 'remove',
): Promise<void> {
  await AddressBans(server).deleteMany({ userId });
  await Reports(server).updateMany({ targetId: userId }, { $set: { profile: nobody } });
  await Reports(server).updateMany({ reporterId: userId }, { $set: { note: '' } });
  if (messages === 'keep') return;
  // Read and written one by one: which of eleven messages are theirs differs.
  for (;;) {
    const report = await Reports(server)
      .findOne({
        messages: trusted({ $elemMatch: { authorId: new Types.ObjectId(userId), deleted: false } }),
      })
      .lean();
    if (!report) return;
    const cleared = report.messages.map((one) =>
      String(one.authorId) === userId ? { ...one, text: '', deleted: true } : one,
    );
    await Reports(server).updateOne({ _id: report._id }, { $set: { messages: cleared } });
  }
}
