import { settingLimits } from '@parley/shared/settings';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { readStored } from './settings.access.js';

import { SettingsDocs, type SettingsDoc, type StoredChange, type StoredField } from './settings.model.js';

declare module '../../platform/nodes.js' {
  interface NodeMessages {
    /** A section has changed: other nodes read it. */
    settings: { section: string };
  }
}

type Next = Pick<SettingsDoc, 'values' | 'history'> & Partial<Pick<SettingsDoc, 'aside'>>;

/**
 * Writes a section, if it still has the version that `doc` was read with.
 * @returns the document as stored
 * @throws conflict when somebody else has changed it meanwhile
 */
export async function writeSection(server: Server, doc: SettingsDoc, next: Next): Promise<SettingsDoc> {
  const stored = { ...next, history: next.history.slice(-settingLimits.history), version: doc.version + 1 };
  if (doc.version === 0) {
    try {
      await SettingsDocs(server).create({ _id: doc._id, ...stored });
    } catch (error) {
      if (duplicateKey(error)) throw refusal('settings.changed');
      throw error;
    }
  } else {
    const { modifiedCount } = await SettingsDocs(server).updateOne(
      { _id: doc._id, version: doc.version },
      { $set: stored },
    );
    if (modifiedCount === 0) throw refusal('settings.changed');
  }
  server.nodes.broadcast({ kind: 'settings', section: doc._id });
  return { ...doc, ...stored };
}

/** An entry of a history. @param by the person; null for the server itself */
export const changeOf = (
  by: string | null,
  fields: StoredField[],
  undoes: Types.ObjectId | null = null,
): StoredChange => ({
  changeId: new Types.ObjectId(),
  at: new Date(),
  by: by === null ? null : new Types.ObjectId(by),
  undoes,
  fields,
});

/** How often a history that is written by several at once is tried again. */
const ATTEMPTS = 10;

/** Changes a document until no one else has changed it in between. @param next undefined to leave it */
async function rewrite(
  server: Server,
  name: string,
  next: (doc: SettingsDoc) => Next | undefined,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const doc = await readStored(server, name);
    const wanted = next(doc);
    if (!wanted) return;
    try {
      await writeSection(server, doc, wanted);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Adds to the history of settings that are stored elsewhere, those of the workspace. Call it after they have changed. */
export async function noteChange(
  server: Server,
  {
    section,
    by,
    fields,
    undoes,
  }: { section: string; by: string | null; fields: StoredField[]; undoes: string | null },
): Promise<void> {
  const change = changeOf(by, fields, undoes === null ? null : new Types.ObjectId(undoes));
  await rewrite(server, section, ({ values, history }) => ({ values, history: [...history, change] }));
}

/** Removes an erased person's name from the histories. */
export async function forgetAuthor(server: Server, userId: string): Promise<void> {
  const docs = await SettingsDocs(server)
    .find({ 'history.by': new Types.ObjectId(userId) }, { _id: 1 })
    .lean();
  const isTheirs = ({ by }: StoredChange): boolean => by !== null && String(by) === userId;
  for (const { _id } of docs)
    await rewrite(server, _id, ({ values, history }) =>
      history.some(isTheirs)
        ? { values, history: history.map((one) => (isTheirs(one) ? { ...one, by: null } : one)) }
        : undefined,
    );
}
