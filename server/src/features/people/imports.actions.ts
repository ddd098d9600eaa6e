import { notFound } from '@parley/shared/errors';
import {
  importLimits,
  type ImportInput,
  type ImportPlan,
  type ImportView,
  type LinksInput,
  type StartImportInput,
} from '@parley/shared/people';
import { resetPath } from '@parley/shared/recovery';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { csvLine } from '../../platform/csv.js';
import { duplicateKey, insertNew } from '../../platform/database.js';
import { recordAudit } from '../audit/audit.change.js';
import { storeLink } from '../recovery/recovery.change.js';
import { findAccounts } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { ImportRows, Imports, type ImportDoc, type ImportRowDoc } from './imports.model.js';
import { planImport, type Plan } from './imports.plan.js';

export const IMPORT_JOB = 'people.import';

const viewPlan = ({ rows, same, bad, ignored }: Plan): ImportPlan => ({
  create: rows.filter(({ kind }) => kind === 'create').length,
  update: rows.filter(({ kind }) => kind === 'update').length,
  same,
  bad: bad.length,
  faults: bad
    .flatMap(({ line, faults }) =>
      faults.map(({ field, key, params = {}, message }) => ({ line, field, key, params, message })),
    )
    .slice(0, importLimits.faults),
  ignored,
});

/** What an import would do; nothing is changed. @throws forbidden, invalid */
export const checkImport = async (actor: Actor, input: ImportInput): Promise<ImportPlan> =>
  viewPlan(await planImport(actor, input));

async function viewImport(actor: Actor, doc: ImportDoc): Promise<ImportView> {
  const rows = await ImportRows(actor.server)
    .find({ importId: doc._id }, { line: 1, kind: 1, state: 1, fault: 1 })
    .sort({ line: 1 })
    .limit(importLimits.rows)
    .lean();
  const done = rows.filter(({ state }) => state === 'done');
  const failed = rows.flatMap(({ line, fault, state }) =>
    state === 'failed' && fault ? [{ line, ...fault }] : [],
  );
  return {
    importId: String(doc._id),
    createdAt: doc.createdAt.toISOString(),
    total: doc.total,
    done: done.length + failed.length,
    created: done.filter(({ kind }) => kind === 'create').length,
    updated: done.filter(({ kind }) => kind === 'update').length,
    failed: failed.slice(0, importLimits.faults),
    finished: doc.running === undefined,
  };
}

/**
 * Begins an import; a job does it. Lines at fault are left out. A file that was imported already changes nothing.
 * @throws forbidden, invalid, conflict while another runs, or without a mail server where mails are wanted
 */
export async function startImport(actor: Actor, { mail, ...input }: StartImportInput): Promise<ImportView> {
  const { server, userId } = actor;
  const { rows } = await planImport(actor, input);
  if (mail && !server.mail) throw refusal('mail.none');
  const createdAt = new Date();
  const doc: ImportDoc = {
    _id: new Types.ObjectId(),
    by: new Types.ObjectId(userId),
    update: input.update,
    mail,
    total: rows.length,
    ...(rows.length > 0 ? { running: 1 as const } : {}),
    createdAt,
  };
  const documents = rows.map((row): ImportRowDoc => ({
    ...row,
    _id: new Types.ObjectId(),
    importId: doc._id,
    state: 'waiting',
    createdAt,
  }));
  // Before the import: rows of none do nothing, and expire.
  await insertNew(ImportRows(server), documents);
  try {
    await Imports(server).create(doc);
  } catch (error) {
    await ImportRows(server).deleteMany({ importId: doc._id });
    if (duplicateKey(error)) throw refusal('people.importRunning');
    throw error;
  }
  await recordAudit(actor, {
    action: 'people.imported',
    on: { kind: 'workspace', id: String(doc._id) },
    after: { lines: rows.length },
  });
  void server.jobs.runNow(IMPORT_JOB);
  return await viewImport(actor, doc);
}

async function loadImport(actor: Actor, importId: string): Promise<ImportDoc> {
  requireWorkspace(actor, 'managePeople');
  const doc = await Imports(actor.server).findById(importId).lean();
  if (!doc) throw notFound();
  return doc;
}

/** How far an import is. @throws forbidden, not_found */
export const readImport = async (actor: Actor, importId: string): Promise<ImportView> =>
  await viewImport(actor, await loadImport(actor, importId));

/** The latest imports. @throws forbidden */
export async function listImports(actor: Actor): Promise<ImportView[]> {
  requireWorkspace(actor, 'managePeople');
  const docs = await Imports(actor.server).find({}).sort({ createdAt: -1 }).limit(5).lean();
  return await Promise.all(docs.map((doc) => viewImport(actor, doc)));
}

/**
 * Makes links for a first password, for those of an import who have never signed in; earlier ones of theirs end. Only hashes are stored,
 * so this is the only answer with them.
 * @param input.address where the page is, with its base path: the links begin with it
 * @returns a CSV file
 * @throws forbidden, not_found
 */
export async function linksOf(actor: Actor, importId: string, { address }: LinksInput): Promise<string> {
  const doc = await loadImport(actor, importId);
  const { server } = actor;
  const rows = await ImportRows(server)
    .find({ importId: doc._id, kind: 'create', state: 'done' })
    .sort({ line: 1 })
    .limit(importLimits.rows)
    .lean();
  const users = await findAccounts(
    server,
    rows.map(({ userId }) => String(userId)),
  );
  let csv = csvLine(['name', 'username', 'email', 'link']);
  for (const { userId } of rows) {
    const user = users.get(String(userId));
    if (!user?.active || user.seenAt !== undefined) continue;
    const { token } = await storeLink(server, String(userId), 'import');
    await recordAudit(actor, {
      action: 'person.resetLinkCreated',
      on: { kind: 'person', id: String(userId) },
    });
    const link = address.replace(/\/+$/, '') + resetPath(token);
    csv += csvLine([user.displayName, user.username, user.email, link]);
  }
  return csv;
}
