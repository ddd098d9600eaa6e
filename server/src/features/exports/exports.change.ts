import type { ExportKind, ExportView } from '@parley/shared/exports';
import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { STORED_MS } from './exports.limits.js';
import { Exports, type ExportDoc } from './exports.model.js';

/** How long the document of a removed export is retained, in ms. Another node may still be storing its bytes; the sweep then deletes these, too. */
const GONE_MS = 60 * 60_000;

const keyOf = (blob: Types.ObjectId): string => `${String(blob)}-export`;

/** The key of an archive in the file store. */
export const archiveKey = ({ blob, _id }: Pick<ExportDoc, 'blob' | '_id'>): string => keyOf(blob ?? _id);

export const viewExport = (doc: ExportDoc): ExportView => ({
  exportId: String(doc._id),
  kind: doc.kind,
  state: doc.state === 'gone' ? 'failed' : doc.state,
  done: doc.done,
  total: doc.total,
  bytes: doc.bytes,
  createdAt: doc.createdAt.toISOString(),
  expiresAt: doc.expiresAt?.toISOString() ?? null,
});

const publish = (server: Server, doc: ExportDoc): void =>
  server.publish.toUser(String(doc.userId), 'export:changed', { export: viewExport(doc) });

/** Stores a new export. @returns undefined while one of this kind is being made for this person */
export async function insertExport(
  server: Server,
  userId: string,
  kind: ExportKind,
  includePrivate: boolean,
): Promise<ExportDoc | undefined> {
  const doc: ExportDoc = {
    _id: new Types.ObjectId(),
    userId: new Types.ObjectId(userId),
    kind,
    state: 'waiting',
    active: true,
    done: 0,
    total: 0,
    bytes: null,
    attempts: 0,
    ...(includePrivate ? { includePrivate } : {}),
    createdAt: new Date(),
    expiresAt: null,
  };
  try {
    await Exports(server).create(doc);
  } catch (error) {
    if (duplicateKey(error)) return undefined;
    throw error;
  }
  publish(server, doc);
  return doc;
}

/** Changes an export that is being made, by this attempt. @returns false when it is not any more, or another attempt has begun */
export async function updateActive(
  server: Server,
  { _id, blob }: Pick<ExportDoc, '_id' | 'blob'>,
  set: Partial<ExportDoc>,
  ends = false,
): Promise<boolean> {
  if (!blob) return false;
  const doc = await Exports(server)
    .findOneAndUpdate(
      { _id, active: true, blob },
      { $set: set, ...(ends ? { $unset: { active: 1 } } : {}) },
      { returnDocument: 'after' },
    )
    .lean();
  if (doc) publish(server, doc);
  return doc !== null;
}

/** Begins an attempt, with a key of its own for the bytes; those of an attempt that crashed are removed. */
export async function beginAttempt(server: Server, doc: ExportDoc): Promise<ExportDoc | null> {
  const begun = await Exports(server)
    .findOneAndUpdate(
      { _id: doc._id, active: true },
      { $set: { blob: new Types.ObjectId(), state: 'running', done: 0, total: 0 }, $inc: { attempts: 1 } },
      { returnDocument: 'after' },
    )
    .lean();
  if (doc.blob) await server.files.remove(keyOf(doc.blob));
  if (begun) publish(server, begun);
  return begun;
}

/** Removes the bytes of an attempt. */
export const removeArchive = (server: Server, doc: Pick<ExportDoc, 'blob' | '_id'>): Promise<void> =>
  server.files.remove(archiveKey(doc));

/** Removes exports: from now on nobody can download them, or continues to make them. Idempotent. */
export async function removeExports(server: Server, docs: ExportDoc[]): Promise<void> {
  for (const doc of docs) {
    await Exports(server).updateOne(
      { _id: doc._id },
      {
        $set: { state: 'gone', expiresAt: new Date(Date.now() + GONE_MS) },
        $unset: { active: 1, link: 1 },
      },
    );
    await removeArchive(server, doc);
  }
}

/** Completes an export, and removes earlier ones of this kind. @returns false when it was removed meanwhile */
export async function completeExport(server: Server, doc: ExportDoc, bytes: number): Promise<boolean> {
  const expiresAt = new Date(Date.now() + STORED_MS);
  if (!(await updateActive(server, doc, { state: 'ready', bytes, expiresAt }, true))) return false;
  const { userId, kind, _id } = doc;
  const earlier = { userId, kind, _id: trusted({ $lt: _id }), state: trusted({ $ne: 'gone' as const }) };
  await removeExports(server, await Exports(server).find(earlier).lean());
  return true;
}

/** Removes all exports of an erased person. */
export async function removeExportsOf(server: Server, userId: string): Promise<void> {
  await removeExports(server, await Exports(server).find({ userId }).lean());
}

/** Removes what has expired: first the bytes, then the document. */
export async function sweepExports(server: Server, now: Date): Promise<void> {
  const due = await Exports(server)
    .find({ expiresAt: trusted({ $type: 'date', $lte: now }) })
    .limit(500)
    .lean();
  for (const doc of due) {
    await removeArchive(server, doc);
    await Exports(server).deleteOne({ _id: doc._id });
  }
}
