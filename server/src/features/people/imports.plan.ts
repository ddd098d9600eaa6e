import type { Fault } from '@parley/shared/errors';
import { faultOf } from '@parley/shared/faults';
import { mayManage } from '@parley/shared/permissions';
import type { ImportInput } from '@parley/shared/people';
import { workspaceRole } from '@parley/shared/roles';
import { displayName, email, username } from '@parley/shared/users';
import { Types } from 'mongoose';
import { z } from 'zod';
import type { Actor } from '../../platform/context.js';
import { faultsOf } from '../../platform/zodFaults.js';
import { listAccounts, type UserDoc } from '../users/users.access.js';
import { isAllowedEmail, requireWorkspace } from '../workspace/workspace.access.js';
import type { ImportRowDoc } from './imports.model.js';
import { parsePeople, type ParsedLine } from './imports.parse.js';

/** What is to be done with one line. */
export type PlannedRow = Pick<
  ImportRowDoc,
  'line' | 'userId' | 'kind' | 'name' | 'username' | 'email' | 'role'
>;
export interface Plan {
  rows: PlannedRow[];
  same: number;
  bad: { line: number; faults: Fault[] }[];
  ignored: string[];
}

const lineSchema = z.object({
  name: displayName.optional(),
  email: email.optional(),
  username: username.optional(),
  role: z
    .string()
    .transform((role) => role.toLowerCase())
    .pipe(workspaceRole)
    .optional(),
});
type Line = z.infer<typeof lineSchema>;

/** Who is there already. */
class Known {
  private readonly byEmail = new Map<string, UserDoc>();
  private readonly byName = new Map<string, UserDoc>();
  constructor(users: UserDoc[]) {
    for (const user of users) {
      if (user.email !== null) this.byEmail.set(user.email, user);
      this.byName.set(user.username, user);
    }
  }

  /** Whose line it is: by the address, or by the user name where there is none. */
  ownerOf(line: Line): UserDoc | undefined {
    return line.email === undefined ? this.byName.get(line.username ?? '') : this.byEmail.get(line.email);
  }
  isTaken = (name: string): boolean => this.byName.has(name);
}

/** What is wrong with a line of somebody new. */
function faultsOfNew({ server, role }: Actor, line: Line, known: Known): Fault[] {
  const faults: Fault[] = [];
  if (line.name === undefined) faults.push(faultOf('name', 'missing'));
  if (line.username !== undefined && known.isTaken(line.username))
    faults.push(faultOf('username', 'usernameTaken'));
  if (line.email !== undefined && !isAllowedEmail(server, line.email))
    faults.push(faultOf('email', 'notValid'));
  if (!mayManage(role, 'member', line.role ?? 'member')) faults.push(faultOf('role', 'ownersGive'));
  return faults;
}

/** What would change in an account that is there. */
function changesOf(actor: Actor, line: Line, update: ImportInput['update'], user: UserDoc) {
  const mine = String(user._id) === actor.userId;
  const { name, role } = line;
  return {
    ...(update.includes('name') && name !== undefined && name !== user.displayName ? { name } : {}),
    ...(update.includes('role') && role !== undefined && role !== user.role && !mine ? { role } : {}),
  };
}

/** Each address and name once. */
class Twice {
  private readonly seen = new Map<string, number>();
  faultsOf({ email: address, username: name }: Line, line: number): Fault[] {
    return Object.entries({ email: address, username: name }).flatMap(([field, value]) => {
      if (value === undefined) return [];
      const before = this.seen.get(`${field} ${value}`);
      if (before === undefined) this.seen.set(`${field} ${value}`, line);
      return before === undefined ? [] : [faultOf(field, 'csvTwice', { line: before })];
    });
  }
}

function planLine(
  actor: Actor,
  { line: number, cells }: ParsedLine,
  { known, twice, update }: { known: Known; twice: Twice; update: ImportInput['update'] },
): PlannedRow | 'same' | Fault[] {
  const parsed = lineSchema.safeParse(cells);
  if (!parsed.success) return faultsOf(parsed.error.issues);
  const line = parsed.data;
  if (line.email === undefined && line.username === undefined) return [faultOf('email', 'missing')];
  const repeated = twice.faultsOf(line, number);
  if (repeated.length > 0) return repeated;
  const user = known.ownerOf(line);
  if (!user) {
    const faults = faultsOfNew(actor, line, known);
    return faults.length > 0
      ? faults
      : { ...line, line: number, kind: 'create', userId: new Types.ObjectId() };
  }
  const changes = changesOf(actor, line, update, user);
  if (Object.keys(changes).length === 0) return 'same';
  if (!mayManage(actor.role, user.role, changes.role ?? user.role)) return [faultOf('role', 'ownersGive')];
  return { ...changes, line: number, kind: 'update', userId: user._id };
}

/** What an import does with each line. Nothing is changed. @throws forbidden, invalid when it is no CSV of people */
export async function planImport(actor: Actor, { csv, update }: ImportInput): Promise<Plan> {
  requireWorkspace(actor, 'managePeople');
  const { lines, ignored } = await parsePeople(csv);
  const context = { known: new Known(await listAccounts(actor.server)), twice: new Twice(), update };
  const plan: Plan = { rows: [], same: 0, bad: [], ignored };
  for (const one of lines) {
    const planned = planLine(actor, one, context);
    if (planned === 'same') plan.same += 1;
    else if (Array.isArray(planned)) plan.bad.push({ line: one.line, faults: planned });
    else plan.rows.push(planned);
  }
  return plan;
}
