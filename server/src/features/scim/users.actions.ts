import { isDeepStrictEqual } from 'node:util';
import { addPerson } from '../sessions/adding.actions.js';
import { loadManaged, updateAccount } from '../users/accounts.actions.js';
import { findAccount, findAccountByLogin } from '../users/users.access.js';
import { namesFor } from '../users/names.access.js';
import { updatePerson } from '../workspace/workspace.actions.js';
import type { ScimActor } from './tokens.access.js';
import { ScimFault } from './scim.errors.js';
import { wantedUser, type WantedUser } from './scim.input.js';
import {
  claim,
  findDeleted,
  findUnknown,
  keyOf,
  loadPerson,
  nameTaken,
  removeKnown,
  saidOf,
  storeKnown,
  updateKnown,
} from './scim.people.js';
import { patched, type Operation } from './patch.js';
import { versionOf, viewWritable, type Person } from './scim.view.js';

/** How often a write is tried again that others have overtaken. */
const ATTEMPTS = 5;

export const changedMeanwhile = (): ScimFault =>
  new ScimFault(412, 'The resource has changed meanwhile. Read it again.');

/** @param given of the header If-Match. @throws ScimFault 412 when the resource has another version */
export function requireMatch(given: string | undefined, version: string): void {
  if (given === undefined || given.trim() === '*') return;
  const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
  if (!given.split(',').some((tag) => strong(tag) === strong(version))) throw changedMeanwhile();
}

/** @throws ScimFault when the address is another's */
async function requireFreeAddress(
  { server }: ScimActor,
  email: string | null,
  userId?: string,
): Promise<void> {
  const other = email === null ? null : await findAccountByLogin(server, email);
  if (other && String(other._id) !== userId)
    throw new ScimFault(409, 'Another user has this e-mail address.', 'uniqueness');
}

const reload = (actor: ScimActor, { user }: Person): Promise<Person> =>
  loadPerson(actor.server, String(user._id));

/** Creates an account, or reactivates one that a program has deleted. @throws ScimFault, AppError */
export async function createUser(actor: ScimActor, body: unknown): Promise<Person> {
  const { server } = actor;
  const wanted = wantedUser(body);
  const { said, displayName, email, active = true } = wanted;
  const { userName } = said;
  const deleted = await findDeleted(server, userName);
  if (deleted) return await restore(actor, deleted, { ...wanted, active });
  if (await findUnknown(server, keyOf(userName))) throw nameTaken();
  await requireFreeAddress(actor, email);
  let noted: Person['user']['_id'] | undefined;
  try {
    const user = await addPerson(
      actor,
      { usernames: namesFor(userName), displayName, email, role: 'member', active },
      async (_id) => {
        await storeKnown(server, _id, said);
        noted = _id;
      },
    );
    return await loadPerson(server, String(user._id));
  } catch (error) {
    // What was stored without an account is somebody's name for ever.
    if (noted && !(await findAccount(server, String(noted)))) await removeKnown(server, noted);
    throw error;
  }
}

async function restore(actor: ScimActor, person: Person, wanted: WantedUser): Promise<Person> {
  await loadManaged(actor, String(person.user._id));
  if (!(await claim(actor.server, person))) throw nameTaken();
  await apply(actor, person, wanted);
  return await reload(actor, person);
}

/** Applies what is wanted, the strictest first: what is refused has changed nothing. */
async function apply(actor: ScimActor, { user }: Person, wanted: WantedUser): Promise<void> {
  const userId = String(user._id);
  const { displayName, email, active = user.active } = wanted;
  if (email !== user.email) await requireFreeAddress(actor, email, userId);
  if (active !== user.active) await updatePerson(actor, userId, { active });
  if (displayName !== user.displayName || email !== user.email)
    await updateAccount(actor, userId, { displayName, email });
  await updateKnown(actor.server, user._id, { ...wanted.said, gone: false });
}

const isSo = (person: Person, { said, displayName, email, active }: WantedUser): boolean => {
  const { user } = person;
  return (
    isDeepStrictEqual(saidOf(person), said) &&
    user.displayName === displayName &&
    user.email === email &&
    (active ?? user.active) === user.active
  );
};

/**
 * Changes somebody, also when another program does so at once.
 * @param change gives what is wanted of the person as they are
 */
async function change(
  actor: ScimActor,
  { id, ifMatch }: { id: string; ifMatch: string | undefined },
  change: (person: Person) => WantedUser,
): Promise<Person> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const person = await loadPerson(actor.server, id);
    requireMatch(ifMatch, versionOf(person));
    await loadManaged(actor, id);
    const wanted = change(person);
    if (isSo(person, wanted)) return person;
    if (await claim(actor.server, person)) {
      await apply(actor, person, wanted);
      return await reload(actor, person);
    }
    if (ifMatch !== undefined) throw changedMeanwhile();
  }
  throw new ScimFault(409, 'Others change this resource. Try again.');
}

interface At {
  id: string;
  ifMatch: string | undefined;
}

/** Replaces somebody. @throws ScimFault, AppError */
export const replaceUser = (actor: ScimActor, at: At, body: unknown): Promise<Person> => {
  const wanted = wantedUser(body);
  return change(actor, at, () => wanted);
};

/** Changes parts of somebody. @throws ScimFault, AppError */
export const patchUser = (actor: ScimActor, at: At, operations: readonly Operation[]): Promise<Person> =>
  change(actor, at, (person) => {
    const before = viewWritable(person);
    const wanted = patched(before, operations);
    const { formatted } = (wanted['name'] ?? {}) as { formatted?: unknown };
    // The name as a whole is what people see, unless the operations say another.
    if (formatted !== undefined && wanted['displayName'] === before['displayName'])
      wanted['displayName'] = formatted;
    return wantedUser(wanted);
  });

/** Deletes somebody for programs: the account is deactivated, and what they wrote stays. @throws ScimFault, AppError */
export async function deleteUser(actor: ScimActor, { id, ifMatch }: At): Promise<void> {
  const person = await loadPerson(actor.server, id);
  requireMatch(ifMatch, versionOf(person));
  await loadManaged(actor, id);
  if (!(await claim(actor.server, person))) throw changedMeanwhile();
  if (person.user.active) await updatePerson(actor, id, { active: false });
  await updateKnown(actor.server, person.user._id, { ...saidOf(person), gone: true });
}
