import { readFile } from 'node:fs/promises';
import { Client, InvalidCredentialsError, type Entry } from 'ldapts';
import type { directorySteps } from '@parley/shared/directorySignIn';
import type { Server } from '../../platform/context.js';

/** How long the directory has for each answer, in ms. */
const PATIENCE_MS = 10_000;
/** The bit of an Active Directory account that is disabled. Source: MS-ADTS 2.2.16, ADS_UF_ACCOUNTDISABLE. */
const DISABLED = 2;

/** A step that failed, and what was said. */
export class DirectoryFailure extends Error {
  constructor(
    readonly step: (typeof directorySteps)[number],
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Somebody of the directory. */
export interface DirectoryPerson {
  dn: string;
  id: string;
  name: string | undefined;
  email: string | undefined;
  disabled: boolean;
}

/** What was typed, as a value inside a filter. Source: RFC 4515, 3. */
export const escapeFilter = (text: string): string =>
  text.replace(/[\\*()\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

const step = async <T>(name: DirectoryFailure['step'], work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw new DirectoryFailure(name, error);
  }
};

/** Runs with a connection to the directory, encrypted as set; closes it. Only the configured host is called: referrals are not followed. @throws DirectoryFailure */
async function connected<T>({ config }: Server, run: (client: Client) => Promise<T>): Promise<T> {
  const { LDAP_URL: url = '', LDAP_CA, LDAP_START_TLS } = config;
  const ca = LDAP_CA === undefined ? undefined : await step('tls', readFile(LDAP_CA));
  const tlsOptions = { minVersion: 'TLSv1.2' as const, ...(ca ? { ca: [ca] } : {}) };
  const client = new Client({
    url,
    timeout: PATIENCE_MS,
    connectTimeout: PATIENCE_MS,
    ...(url.startsWith('ldaps:') ? { tlsOptions } : {}),
  });
  try {
    if (LDAP_START_TLS) await step('tls', client.startTLS(tlsOptions));
    return await run(client);
  } finally {
    await client.unbind().catch(() => undefined);
  }
}

async function bindOwn(client: Client, { config }: Server): Promise<void> {
  const { LDAP_BIND_DN, LDAP_BIND_PASSWORD } = config;
  if (LDAP_BIND_DN === undefined || LDAP_BIND_PASSWORD === undefined) return;
  try {
    await client.bind(LDAP_BIND_DN, LDAP_BIND_PASSWORD);
  } catch (error) {
    throw new DirectoryFailure(error instanceof InvalidCredentialsError ? 'bind' : 'connect', error);
  }
}

const textOf = (value: Entry[string] | undefined): string | undefined => {
  const first = Array.isArray(value) ? value[0] : value;
  if (first === undefined || first.length === 0) return undefined;
  return Buffer.isBuffer(first) ? first.toString('hex') : first;
};

function viewEntry({ config }: Server, entry: Entry): DirectoryPerson | undefined {
  const id = textOf(entry[config.LDAP_ID]);
  if (id === undefined) return undefined;
  return {
    dn: entry.dn,
    id,
    name: textOf(entry[config.LDAP_NAME]),
    email: textOf(entry[config.LDAP_EMAIL])?.toLowerCase(),
    disabled: (Number(textOf(entry['userAccountControl']) ?? 0) & DISABLED) !== 0,
  };
}

async function search(
  client: Client,
  server: Server,
  value: string,
  sizeLimit: number,
): Promise<DirectoryPerson[]> {
  const { LDAP_BASE = '', LDAP_FILTER, LDAP_ID, LDAP_NAME, LDAP_EMAIL } = server.config;
  const { searchEntries } = await step(
    'search',
    client.search(LDAP_BASE, {
      scope: 'sub',
      filter: LDAP_FILTER.replaceAll('{login}', value),
      attributes: [LDAP_ID, LDAP_NAME, LDAP_EMAIL, 'userAccountControl'],
      ...(LDAP_ID === 'objectGUID' ? { explicitBufferAttributes: [LDAP_ID] } : {}),
      ...(sizeLimit > 0 ? { sizeLimit } : { paged: { pageSize: 500 } }),
    }),
  );
  return searchEntries.flatMap((entry) => viewEntry(server, entry) ?? []);
}

/**
 * Search, then bind: who this is, if the password is theirs.
 * @param password not empty: a directory agrees to an empty one without looking (RFC 4513, 5.1.2)
 * @param count called between the two, with who was found; may throw to stop
 * @returns undefined for a wrong name or password, a name of several, and a disabled account. @throws DirectoryFailure
 */
export async function proveByDirectory(
  server: Server,
  { login, password }: { login: string; password: string },
  count: (person: DirectoryPerson | undefined) => Promise<void>,
): Promise<DirectoryPerson | undefined> {
  const found = await connected(server, async (client) => {
    await bindOwn(client, server);
    return await search(client, server, escapeFilter(login), 2);
  });
  const person = found.length === 1 && found[0]?.disabled === false ? found[0] : undefined;
  await count(person);
  if (!person || password === '') return undefined;
  return await connected(server, async (client) => {
    try {
      await client.bind(person.dn, password);
      return person;
    } catch (error) {
      if (error instanceof InvalidCredentialsError) return undefined;
      throw new DirectoryFailure('connect', error);
    }
  });
}

/** Everybody who may sign in, read in pages. @throws DirectoryFailure */
export const listDirectory = (server: Server): Promise<DirectoryPerson[]> =>
  connected(server, async (client) => {
    await bindOwn(client, server);
    return await search(client, server, '*', 0);
  });
