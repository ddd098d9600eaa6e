import { randomUUID } from 'node:crypto';
import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { trusted, Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { loadRoom } from '../rooms/rooms.access.js';
import { Files, type FileDoc } from './files.model.js';

export type { FileDoc };

declare module '../../platform/bus.js' {
  interface BusRequests {
    /** Whether the message that claimed a file, under this client id, is stored and not deleted. */
    'file.isSent': { request: Required<Pick<FileDoc, 'roomId' | 'ownerId' | 'messageKey'>>; answer: boolean };
  }
}

/** Whether the message that claimed a file is stored. Then the file is marked, so that the next request needs no such query. */
export async function isSent(server: Server, file: FileDoc): Promise<boolean> {
  if (file.state === 'sent') return true;
  if (file.state !== 'stored' || file.messageKey === undefined) return false;
  const { roomId, ownerId, messageKey } = file;
  if (!(await server.bus.request('file.isSent', { roomId, ownerId, messageKey }))) return false;
  await Files(server).updateOne({ _id: file._id, state: 'stored' }, { $set: { state: 'sent' } });
  return true;
}

/** A file one may see: one's own before it is sent, afterwards that of a room one may read. @throws not_found */
export async function loadFile(actor: Actor, fileId: string): Promise<FileDoc> {
  const file = await Files(actor.server).findById(fileId).lean();
  if (!file) throw notFound();
  // A message that was never stored, because its room was closed or its node killed, shows nobody its files.
  if (await isSent(actor.server, file)) {
    await loadRoom(actor, String(file.roomId));
    return { ...file, state: 'sent' };
  }
  if (file.state !== 'stored' || String(file.ownerId) !== actor.userId) throw notFound();
  return file;
}

/** One's own upload with this client id, in any state. */
export const findUpload = (actor: Actor, clientId: string): Promise<FileDoc | null> =>
  Files(actor.server).findOne({ ownerId: actor.userId, clientId }).lean().exec();

/**
 * Claims one's own uploads for a message, so that no other message can have them. Idempotent for the same message.
 *
 * @throws invalid when one of them does not exist, is in another room, or belongs to another message
 */
export async function takeForMessage(
  actor: Actor,
  at: { roomId: string; clientId: string },
  fileIds: string[],
): Promise<FileDoc[]> {
  if (fileIds.length === 0) return [];
  const ids = {
    _id: trusted({ $in: fileIds }),
    ownerId: actor.userId,
    roomId: at.roomId,
    state: 'stored' as const,
  };
  await Files(actor.server).updateMany(
    { ...ids, messageKey: trusted({ $exists: false }) },
    { $set: { messageKey: at.clientId } },
  );
  const taken = await Files(actor.server)
    .find({ ...ids, messageKey: at.clientId })
    .lean();
  const byId = new Map(taken.map((file) => [String(file._id), file]));
  return fileIds.map((fileId) => {
    const file = byId.get(fileId);
    if (!file) throw invalidField('fileIds', 'fileGone');
    return file;
  });
}

/**
 * Makes the files of a message another person's, before the message is. They are sent: by the new client id of the message nobody would find
 * that out any more. Idempotent.
 */
export async function giveFiles(server: Server, fileIds: string[], ownerId: string): Promise<void> {
  for (const fileId of fileIds)
    await Files(server).updateOne(
      {
        _id: fileId,
        state: trusted({ $in: ['stored', 'sent'] }),
        ownerId: trusted({ $ne: new Types.ObjectId(ownerId) }),
      },
      { $set: { ownerId: new Types.ObjectId(ownerId), state: 'sent', clientId: randomUUID() } },
    );
}
