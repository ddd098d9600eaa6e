import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { AddressBans } from './addressBans.model.js';
import { findAccounts } from '../users/users.access.js';
import { setMute } from '../users/restrictions.change.js';
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

/** Reports by and about a merged account, and its mutes that have not ended, are those of the one that stays. Idempotent. */
export async function moveReports(server: Server, fromId: string, intoId: string): Promise<void> {
  const into = new Types.ObjectId(intoId);
  await Reports(server).updateMany({ targetId: fromId }, { $set: { targetId: into }, $inc: { version: 1 } });
  for (const { _id } of await Reports(server).find({ reporterId: fromId }, { _id: 1 }).lean())
    await Reports(server).updateOne({ _id }, { $set: { reporterId: into }, $inc: { version: 1 } });
  await Reports(server).updateMany(
    { assignedTo: fromId },
    { $set: { assignedTo: null }, $inc: { version: 1 } },
  );
  for (;;) {
    const report = await Reports(server).findOne({ 'messages.authorId': fromId }).lean();
    if (!report) break;
    const messages = report.messages.map((one) =>
      String(one.authorId) === fromId ? { ...one, authorId: into } : one,
    );
    await Reports(server).updateOne({ _id: report._id }, { $set: { messages } });
  }
  await moveMutes(server, fromId, intoId);
}

async function moveMutes(server: Server, fromId: string, intoId: string): Promise<void> {
  const accounts = await findAccounts(server, [fromId, intoId]);
  const theirs = accounts.get(intoId)?.mutes ?? [];
  for (const { roomId, until, reason } of accounts.get(fromId)?.mutes ?? []) {
    const known = theirs.find((one) => String(one.roomId ?? '') === String(roomId ?? ''));
    if (until.getTime() <= Math.max(Date.now(), known?.until.getTime() ?? 0)) continue;
    const at = { userId: intoId, roomId: roomId && String(roomId) };
    await setMute(server, at, { until, reason });
  }
}
