import type { Claims } from './claims.js';
import { SignInFailed } from './failure.js';
import type { Provider } from './providers.js';

/** A token with more groups than this is not read to its end. */
const MOST_GROUPS = 5000;

/** The values of a claim, which may be one or a list. */
const valuesOf = (claim: unknown): string[] =>
  (Array.isArray(claim) ? (claim as unknown[]) : [claim]).flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [String(value)]
      : [],
  );

/** A claim by its name, or by a path as Keycloak nests them: `realm_access.roles`. A name with dots comes first. */
function claimOf(all: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(all, name)) return all[name];
  let at: unknown = all;
  for (const part of name.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

/**
 * The provider's rule for everybody who signs in by it, at each sign-in: who has left the group stays out.
 * @throws SignInFailed notAllowed, unverified
 */
export function requireAllowed({ require }: Provider, { all, emailVerified }: Claims): void {
  if (!require) return;
  // At some providers anybody can enter any address.
  if (require.claim === 'email' && emailVerified !== true) throw new SignInFailed('unverified');
  const values = valuesOf(claimOf(all, require.claim));
  if (!require.values.some((value) => values.includes(value))) throw new SignInFailed('notAllowed');
}

/** The groups of a person, by the claim that the provider's rules name. An e-mail address counts only where it is confirmed. */
export function groupsOf({ groups }: Provider, { all, emailVerified }: Claims): string[] {
  if (!groups || (groups.claim === 'email' && emailVerified !== true)) return [];
  return valuesOf(claimOf(all, groups.claim)).slice(0, MOST_GROUPS);
}

/**
 * Whether the provider's own rule admits a new account, so that the workspace's registration does not matter.
 * @throws SignInFailed when there is a rule and the person does not satisfy it
 */
export function admitsByRule({ domains, require }: Provider, { email, emailVerified }: Claims): boolean {
  if (!domains) return require !== undefined;
  if (email === undefined || emailVerified !== true) throw new SignInFailed('unverified');
  // Not "ends with": eve@notexample.org is not of example.org.
  if (!domains.includes(email.slice(email.lastIndexOf('@') + 1))) throw new SignInFailed('domain');
  return true;
}
