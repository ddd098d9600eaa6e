import type { UserDoc } from '../users/users.access.js';
import type { ScimPersonDoc } from './scim.model.js';
import { USER, type Json } from './scim.names.js';

/** A person with what a program says about them. */
export interface Person {
  user: UserDoc;
  /** Absent when no program has changed the account. */
  known: ScimPersonDoc | undefined;
}

/** The name by which a program knows somebody: its own, else their address, else their user name. */
export const userNameOf = ({ user, known }: Person): string => known?.userName ?? user.email ?? user.username;

/** The version of a resource: it changes with the account, and with what only the program knows. */
export const versionOf = ({ user, known }: Person): string => `W/"${user.version}.${known?.version ?? 0}"`;

const defined = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The parts of the name that a program has sent. */
const nameOf = ({ givenName, familyName }: Partial<ScimPersonDoc> = {}): Json | undefined =>
  givenName === undefined && familyName === undefined ? undefined : defined({ givenName, familyName });

/** The address, as the program has described it. */
const emailOf = (value: string, known: ScimPersonDoc | undefined): Json =>
  known
    ? defined({ value, type: known.emailType, primary: known.emailPrimary })
    : { value, type: 'work', primary: true };

/** What a program may change of a person: the part of the resource that PATCH works on. */
export function viewWritable(person: Person): Json {
  const { user, known } = person;
  return defined({
    externalId: known?.externalId,
    userName: userNameOf(person),
    name: nameOf(known),
    displayName: user.displayName,
    active: user.active,
    emails: user.email === null ? [] : [emailOf(user.email, known)],
  });
}

/** A person as a resource. @param base the URL of SCIM here @param groups in which they are */
export function viewScimUser(person: Person, base: string, groups: readonly Json[] = []): Json {
  const { user, known } = person;
  const id = String(user._id);
  const changed = known?.changedAt ?? user.createdAt;
  const lastModified = changed > user.createdAt ? changed : user.createdAt;
  return {
    schemas: [USER],
    id,
    ...viewWritable(person),
    nickName: user.username,
    groups,
    meta: {
      resourceType: 'User',
      created: user.createdAt.toISOString(),
      lastModified: lastModified.toISOString(),
      location: `${base}/Users/${id}`,
      version: versionOf(person),
    },
  };
}
