import { randomBytes } from 'node:crypto';
import { AppError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { mayManage } from '@parley/shared/permissions';
import { resetPath } from '@parley/shared/recovery';
import { refusal } from '@parley/shared/refusals';
import { username as usernameSchema } from '@parley/shared/users';
import { publicAddress } from '../../platform/basePath.js';
import type { Actor, Server } from '../../platform/context.js';
import type { JobRun } from '../../platform/jobs.js';
import { recordAudit } from '../audit/audit.change.js';
import { storeLink } from '../recovery/recovery.change.js';
import { enterGeneral } from '../rooms/general.actions.js';
import { newUser } from '../sessions/sessions.actions.js';
import { updateAccount } from '../users/accounts.actions.js';
import { publishAccount } from '../users/audience.actions.js';
import { findAccount, findAccountByLogin, type UserDoc } from '../users/users.access.js';
import { freeName } from '../users/users.actions.js';
import { insertAccount } from '../users/users.change.js';
import { oneLine } from '../workspace/mail.actions.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { updatePerson } from '../workspace/workspace.actions.js';
import { ImportRows, Imports, type ImportDoc, type ImportRowDoc, type RowFault } from './imports.model.js';

/** Numbers that are tried behind a user name that is taken; after them some random digits. */
const NUMBERS = 9;

/** A user name of an address or a name, in the form that people may have. */
function plainName(wanted: string | undefined): string | undefined {
  const plain = (wanted ?? '')
    .replace(/@.*/s, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\s+/g, '.')
    .replace(/[^a-z0-9._-]/g, '')
    .slice(0, limits.usernameMax - 8)
    .replace(/^[._-]+|[._-]+$/g, '');
  return usernameSchema.safeParse(plain).success ? plain : undefined;
}

/** User names to try. One that the file names is taken or refused. */
function* namesFor({ username, email, name }: ImportRowDoc): Generator<string> {
  if (username !== undefined) {
    yield username;
    return;
  }
  const first = plainName(email) ?? plainName(name) ?? 'person';
  yield first;
  for (let number = 2; number <= NUMBERS; number++) yield `${first}${number}`;
  yield `${first}${randomBytes(3).toString('hex')}`;
}

/** Stores the account of a row. @throws conflict */
async function insertRow(server: Server, row: ImportRowDoc): Promise<UserDoc> {
  let taken: unknown;
  for (const username of namesFor(row)) {
    const displayName = row.name ?? username;
    const account = {
      ...newUser(row.userId, { username, displayName }, false),
      email: row.email ?? null,
      role: row.role ?? ('member' as const),
    };
    await freeName(server, username);
    try {
      await insertAccount(server, account);
      return { ...account, names: [username] };
    } catch (error) {
      if (!(error instanceof AppError) || error.key !== 'names.taken') throw error;
      taken = error;
    }
  }
  throw taken;
}

/** Mails somebody new the link for their first password. */
async function mailLink(server: Server, user: UserDoc): Promise<void> {
  if (!server.mail || user.email === null) return;
  const [{ token }, { name }] = await Promise.all([
    storeLink(server, String(user._id), 'import'),
    readWorkspace(server),
  ]);
  try {
    await server.mail.send({
      to: user.email,
      subject: oneLine(`Your account in ${name}`),
      text: `Hello ${oneLine(user.displayName)},\n\nan admin made an account for you in ${oneLine(name)}: @${user.username}. Choose a password here within a week:\n${publicAddress(server.config.PUBLIC_URL, resetPath(token))}\n\nIf you did not expect this e-mail, you can ignore it.\n`,
    });
  } catch (error) {
    // The admin can still make links of the import.
    server.log.warn({ err: error }, 'a letter to somebody new was not sent');
  }
}

async function createRow(actor: Actor, row: ImportRowDoc, mail: boolean): Promise<void> {
  const { server } = actor;
  if (!mayManage(actor.role, 'member', row.role ?? 'member')) throw refusal('accounts.ownersOnly');
  // An earlier run may have stored it and not have noted that.
  const stored = await findAccount(server, String(row.userId));
  if (!stored && row.email !== undefined && (await findAccountByLogin(server, row.email)))
    throw refusal('accounts.emailTaken');
  const user = stored ?? (await insertRow(server, row));
  await enterGeneral(server, user);
  await publishAccount(server, user);
  if (!stored)
    await recordAudit(actor, {
      action: 'person.added',
      on: { kind: 'person', id: String(user._id) },
      after: { role: user.role },
    });
  if (mail && user.seenAt === undefined) await mailLink(server, user);
}

async function updateRow(actor: Actor, { userId, name, role }: ImportRowDoc): Promise<void> {
  if (name !== undefined) await updateAccount(actor, String(userId), { displayName: name });
  if (role !== undefined) await updatePerson(actor, String(userId), { role });
}

/** Does a row, or says why not. */
async function runRow(actor: Actor, row: ImportRowDoc, mail: boolean): Promise<RowFault | undefined> {
  try {
    await (row.kind === 'create' ? createRow(actor, row, mail) : updateRow(actor, row));
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal' || error.code === 'unavailable')
      throw error;
    return { field: '', key: error.key, params: error.params, message: error.message };
  }
}

/** The person who began it, with the role they have now. They have shown a proof when they did. @throws forbidden */
async function actorOf(server: Server, { by }: ImportDoc): Promise<Actor> {
  const user = await findAccount(server, String(by));
  if (!user?.active) throw refusal('workspace.adminsOnly');
  const actor = { server, userId: String(by), sessionId: '', role: user.role, provedAt: new Date() };
  requireWorkspace(actor, 'managePeople');
  return actor;
}

/** Does what waits, one line after the other. False when it was stopped: the next run continues. */
async function runImport({ server, stopped, progress }: JobRun, doc: ImportDoc): Promise<boolean> {
  const waiting = { importId: doc._id, state: 'waiting' as const };
  for (;;) {
    const row = await ImportRows(server).findOne(waiting).sort({ line: 1 }).lean();
    if (!row) return true;
    if (stopped()) return false;
    // Read anew each time: who has lost the right meanwhile changes nobody any more.
    const fault = await actorOf(server, doc).then(
      (actor) => runRow(actor, row, doc.mail),
      (error: unknown): RowFault => {
        if (!(error instanceof AppError)) throw error;
        return { field: '', key: error.key, params: error.params, message: error.message };
      },
    );
    await ImportRows(server).updateOne(
      { _id: row._id },
      { $set: fault ? { state: 'failed', fault } : { state: 'done' } },
    );
    await progress(row.line, doc.total);
  }
}

/** Continues all imports that are not finished. */
export async function runImports(run: JobRun): Promise<void> {
  for (const doc of await Imports(run.server).find({ running: 1 }).limit(10).lean()) {
    if (!(await runImport(run, doc))) return;
    await Imports(run.server).updateOne({ _id: doc._id }, { $unset: { running: 1 } });
  }
}

/** Deletes what imports store of a person. */
export const forgetImported = async (server: Server, userId: string): Promise<void> =>
  void (await ImportRows(server).deleteMany({ userId }));
