import { limits } from '@parley/shared/limits';
import { displayName as shownName, email as address } from '@parley/shared/users';
import { z } from 'zod';
import { badRequest } from './scim.errors.js';
import { isObject, keyIn, type Json } from './scim.names.js';

const text = z.string().max(300);
/** What is null or empty counts as absent, as in RFC 7643, 2.5. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional());

/** Entra writes "True" and "False". */
const flag = z.preprocess(
  (value) =>
    typeof value === 'string' ? ({ true: true, false: false }[value.toLowerCase()] ?? value) : value,
  z.boolean(),
);

const emailEntry = z.union([
  z.object({ value: optional(text), type: optional(text), primary: optional(flag) }),
  // Some programs send the addresses alone.
  text.transform((value) => ({ value, type: undefined, primary: undefined })),
]);

/** The attributes of a person that Parley stores. Others of a request are left aside. */
const userInput = z.object({
  userName: text.trim().min(1),
  externalId: optional(text),
  name: optional(
    z.object({ formatted: optional(text), givenName: optional(text), familyName: optional(text) }),
  ),
  displayName: optional(shownName),
  active: optional(flag),
  emails: optional(z.preprocess((value) => (isObject(value) ? [value] : value), z.array(emailEntry).max(50))),
});

/** What a program says about a person besides what the account has. */
export interface Said {
  userName: string;
  externalId: string | undefined;
  givenName: string | undefined;
  familyName: string | undefined;
  emailType: string | undefined;
  emailPrimary: boolean | undefined;
}

/** What a program wants a person to be. */
export interface WantedUser {
  /** What only the program needs. */
  said: Said;
  /** The name that people see. */
  displayName: string;
  email: string | null;
  /** Undefined where it says nothing. */
  active: boolean | undefined;
}

/** An object whose names are written as in the schema. */
function named(value: unknown, names: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const found: Json = {};
  for (const name of names) {
    const key = keyIn(value, name);
    if (key !== undefined) found[name] = value[key];
  }
  return found;
}

const cut = (name: string): string => [...name.trim()].slice(0, limits.displayName).join('').trim();

function shownOf(input: z.output<typeof userInput>): string {
  const { name, displayName, userName } = input;
  if (displayName !== undefined) return displayName.trim();
  const parts = [name?.givenName, name?.familyName].filter((part) => part !== undefined).join(' ');
  const candidates = [name?.formatted, parts, userName.split('@')[0], userName];
  const found = candidates.map((one) => cut(one ?? '')).find((one) => shownName.safeParse(one).success);
  if (found === undefined) throw badRequest('invalidValue', 'displayName has no letter to show.');
  return found;
}

interface Address {
  email: string | null;
  type?: string | undefined;
  primary?: boolean | undefined;
}

/** The one address that Parley stores: the primary one, else that of work, else the first. */
function addressOf({ emails = [] }: z.output<typeof userInput>): Address {
  const given = emails.filter(({ value }) => value !== undefined);
  const chosen =
    given.find(({ primary }) => primary === true) ??
    given.find(({ type }) => type?.toLowerCase() === 'work') ??
    given[0];
  if (!chosen) return { email: null };
  const parsed = address.safeParse(chosen.value);
  if (!parsed.success) throw badRequest('invalidValue', `${chosen.value ?? ''} is no e-mail address.`);
  return { email: parsed.data, type: chosen.type, primary: chosen.primary };
}

/** Reads a person. @throws ScimFault invalidValue naming the attribute */
export function wantedUser(body: unknown): WantedUser {
  const given = named(body, Object.keys(userInput.shape)) as Json;
  if (isObject(given) && given['name'] !== undefined)
    given['name'] = named(given['name'], ['formatted', 'givenName', 'familyName']);
  const parsed = userInput.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badRequest('invalidValue', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { userName, externalId, name, active } = parsed.data;
  const { email, type: emailType, primary: emailPrimary } = addressOf(parsed.data);
  return {
    said: {
      userName,
      externalId,
      givenName: name?.givenName,
      familyName: name?.familyName,
      emailType,
      emailPrimary,
    },
    displayName: shownOf(parsed.data),
    email,
    active,
  };
}
