import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { AppError, notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import type { FileView } from '@parley/shared/files';
import { Types, trusted } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { findUpload, isSent, loadFile } from './files.access.js';
import { Files, type FileDoc } from './files.model.js';
import { takeSpace } from './files.space.js';
import { viewFile } from './files.view.js';
import { drawIn } from './drawingPool.js';
import { inspect, type Inspected } from './inspect.js';

/** An upload that was received on this machine's disk. */
export interface Arrived {
  roomId: string;
  clientId: string;
  name: string;
  path: string;
}

/** An upload not finished after this time was interrupted, with its node. */
const STALE_MS = 60 * 60_000;
/** Uploads that were never sent are removed after this time. */
const UNSENT_MS = 24 * 60 * 60_000;

export const bytesKey = (file: Pick<FileDoc, '_id'>): string => String(file._id);
export const thumbnailKey = (file: Pick<FileDoc, '_id'>): string => `${String(file._id)}-thumbnail`;

const withExtension = (name: string, extension: string | undefined): string =>
  extension === undefined ? name : `${name.replace(/\.[^.]*$/, '')}${extension}`;

async function begin(actor: Actor, arrived: Arrived, found: Inspected): Promise<FileDoc> {
  const { extension, thumbnail, ...rest } = found;
  const file: FileDoc = {
    _id: new Types.ObjectId(),
    roomId: new Types.ObjectId(arrived.roomId),
    ownerId: new Types.ObjectId(actor.userId),
    clientId: arrived.clientId,
    state: 'storing',
    name: withExtension(arrived.name, extension),
    hasThumbnail: thumbnail !== undefined,
    createdAt: new Date(),
    ...rest,
  };
  await takeSpace(actor, file);
  return file;
}

interface Stored {
  file: FileView;
  fresh: boolean;
}

/** Uploads that are being inspected and stored, by their person and client id. */
const storing = perServer((_server: Server) => new Map<string, Promise<Stored>>());

/**
 * Stores an upload for a later message. A repeat with the same client id returns the first; while that is still being
 * stored it waits for it, so that a client that timed out does not have the same picture drawn twice.
 */
export async function storeUpload(actor: Actor, arrived: Arrived): Promise<Stored> {
  const key = `${actor.userId} ${arrived.clientId}`;
  const running = storing(actor.server);
  const first = running.get(key);
  if (first) return { ...(await first), fresh: false };
  const own = store(actor, arrived).finally(() => running.delete(key));
  running.set(key, own);
  return await own;
}

/** The entry is stored first, as `storing`: the sweep finds it after a crash and removes the upload. */
async function store(actor: Actor, arrived: Arrived): Promise<Stored> {
  const { server } = actor;
  const earlier = await findUpload(actor, arrived.clientId);
  if (earlier?.state === 'stored' || earlier?.state === 'sent')
    return { file: viewFile(earlier), fresh: false };
  if (earlier && earlier.createdAt.getTime() < Date.now() - STALE_MS) await removeFiles(server, [earlier]);
  const found = await inspect(arrived.path, (job) => drawIn(server).draw(job));
  const file = await begin(actor, arrived, found);
  try {
    await server.files.put(bytesKey(file), arrived.path, found.type);
    if (found.thumbnail !== undefined)
      await server.files.put(thumbnailKey(file), found.thumbnail, 'image/webp');
    const { matchedCount } = await Files(server).updateOne({ _id: file._id }, { $set: { state: 'stored' } });
    // Its owner was erased meanwhile: nothing else would ever remove its bytes.
    if (matchedCount === 0) throw notFound();
  } catch (error) {
    await removeFiles(server, [file]).catch(() => undefined);
    throw error;
  }
  return { file: viewFile(file), fresh: true };
}

/** Removes the local files of an upload. */
export const forgetArrived = async (path: string): Promise<void> => {
  for (const suffix of ['', '.clean', '.thumbnail']) await rm(`${path}${suffix}`, { force: true });
};

const READABLE: FileDoc['state'][] = ['stored', 'sent'];

/** The bytes of a file, without a permission check; undefined when it is gone. */
export async function readBytes(server: Server, fileId: string): Promise<Readable | undefined> {
  const state = trusted({ $in: READABLE });
  const file = await Files(server).findOne({ _id: fileId, state }).lean();
  if (!file) return undefined;
  try {
    return await server.files.read(bytesKey(file));
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** The files that a person has uploaded, sent or not, one by one. */
export async function* eachFileOf(server: Server, ownerId: string): AsyncGenerator<FileDoc> {
  const state = trusted({ $in: READABLE });
  for await (const file of Files(server).find({ ownerId, state }).sort({ _id: 1 }).lean().cursor())
    yield file;
}

/** Hides files at once; `removeFiles` removes their bytes, or after a crash the next sweep. */
export async function hideFiles(server: Server, files: Pick<FileDoc, '_id'>[]): Promise<void> {
  const ids = files.map(({ _id }) => _id);
  if (ids.length > 0)
    await Files(server).updateMany({ _id: trusted({ $in: ids }) }, { $set: { state: 'gone' } });
}

/** Removes entries and bytes: first hides them, then removes the bytes, then the entry, so that a crash leaves nothing unfindable. */
export async function removeFiles(server: Server, files: Pick<FileDoc, '_id'>[]): Promise<void> {
  if (files.length === 0) return;
  const ids = files.map(({ _id }) => _id);
  await hideFiles(server, files);
  for (const file of files) {
    await server.files.remove(bytesKey(file));
    await server.files.remove(thumbnailKey(file));
  }
  await Files(server).deleteMany({ _id: trusted({ $in: ids }) });
}

/** Discards an upload that was not sent. @throws not_found, conflict when a message has it */
export async function discardUpload(actor: Actor, fileId: string): Promise<void> {
  const file = await loadFile(actor, fileId);
  if (String(file.ownerId) !== actor.userId || file.state === 'sent') throw refusal('files.sent');
  await removeFiles(actor.server, [file]);
}

/** Removes interrupted uploads, those never sent, and what a crash left of deleted messages. */
export async function sweepFiles(server: Server, now: number): Promise<void> {
  const before = (ms: number) => trusted({ $lt: new Date(now - ms) });
  const due = await Files(server)
    .find({
      $or: [
        { state: 'gone' },
        { state: 'storing', createdAt: before(STALE_MS) },
        { state: 'stored', createdAt: before(UNSENT_MS) },
      ],
    })
    .limit(500)
    .lean();
  const sent = await Promise.all(due.map((file) => isSent(server, file)));
  await removeFiles(
    server,
    due.filter((_, i) => sent[i] !== true),
  );
}

const ERASED_AT_ONCE = 200;

/**
 * Removes uploads of a person.
 * @param sent also those in messages
 */
export async function removeFilesOf(server: Server, ownerId: string, sent: boolean): Promise<void> {
  let after: Types.ObjectId | undefined;
  for (;;) {
    const found = await Files(server)
      .find({ ownerId, ...(after ? { _id: trusted({ $gt: after }) } : {}) })
      .sort({ _id: 1 })
      .limit(ERASED_AT_ONCE)
      .lean();
    if (found.length === 0) return;
    const stored = sent ? [] : await Promise.all(found.map((file) => isSent(server, file)));
    await removeFiles(
      server,
      found.filter((_, i) => stored[i] !== true),
    );
    after = found.at(-1)?._id;
  }
}
