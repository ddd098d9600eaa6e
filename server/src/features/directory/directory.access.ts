import { randomBytes } from 'node:crypto';
import { InvalidCredentialsError, type Client, type Entry } from 'ldapts';
import type { Server } from '../../platform/context.js';
import { bindOwn, connected, DirectoryFailure, escapeFilter, step } from './connection.js';

/** The bit of an Active Directory account that is disabled. Source: MS-ADTS 2.2.16, ADS_UF_ACCOUNTDISABLE. */
const DISABLED = 2;
/** Between 1601, from which Active Directory counts, and 1970, in ms. */
const SINCE_1601_MS = 11_644_473_600_000n;
/** "Never" of `accountExpires`, besides 0. Source: MS-ADA1, 2.1 */
const NEVER = 0x7fff_ffff_ffff_ffffn;
const DAY_MS = 86_400_000;

/** What an entry was last changed at: of OpenLDAP, of Active Directory, and of others by the second. */
const CHANGED = ['entryCSN', 'uSNChanged', 'modifyTimestamp'];

/** Somebody of the directory. */
export interface DirectoryPerson {
  dn: string;
  id: string;
  name: string | undefined;
  email: string | undefined;
  /** Disabled, or over. */
  disabled: boolean;
  /** As groups of POSIX name their people. */
  uid: string | undefined;
  /** The groups that the entry itself names. */
  memberOf: string[];
  /** When the entry was last changed, as the directory writes it. */
  changed: string | undefined;
}

const textOf = (value: Entry[string] | undefined): string | undefined => {
  const first = Array.isArray(value) ? value[0] : value;
  if (first === undefined || first.length === 0) return undefined;
  return Buffer.isBuffer(first) ? first.toString('hex') : first;
};

/** All values of an attribute that are text. */
export const textsOf = (value: Entry[string] | undefined): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );

/** Whether the account is over: of Active Directory in steps of 100 ns since 1601, of POSIX in days since 1970. */
function isOver(entry: Entry): boolean {
  const expires = textOf(entry['accountExpires']);
  if (expires !== undefined && /^\d{1,19}$/.test(expires)) {
    const steps = BigInt(expires);
    if (steps > 0n && steps < NEVER && Number(steps / 10_000n - SINCE_1601_MS) <= Date.now()) return true;
  }
  const days = Number(textOf(entry['shadowExpire']) ?? 0);
  return days > 0 && days * DAY_MS <= Date.now();
}

function viewEntry({ config }: Server, entry: Entry): DirectoryPerson | undefined {
  const id = textOf(entry[config.LDAP_ID]);
  if (id === undefined) return undefined;
  return {
    dn: entry.dn,
    id,
    name: textOf(entry[config.LDAP_NAME]),
    email: textOf(entry[config.LDAP_EMAIL])?.toLowerCase(),
    disabled: (Number(textOf(entry['userAccountControl']) ?? 0) & DISABLED) !== 0 || isOver(entry),
    uid: textOf(entry['uid']),
    memberOf: textsOf(entry['memberOf']),
    changed: CHANGED.map((name) => textOf(entry[name])).find((value) => value !== undefined),
  };
}

async function search(
  client: Client,
  server: Server,
  value: string,
  sizeLimit: number,
): Promise<DirectoryPerson[]> {
  const { LDAP_BASE = '', LDAP_FILTER, LDAP_ID, LDAP_NAME, LDAP_EMAIL } = server.config;
  const known = ['userAccountControl', 'accountExpires', 'shadowExpire', 'uid', 'memberOf'];
  const { searchEntries } = await step(
    'search',
    client.search(LDAP_BASE, {
      scope: 'sub',
      filter: LDAP_FILTER.replaceAll('{login}', value),
      attributes: [...new Set([LDAP_ID, LDAP_NAME, LDAP_EMAIL, ...known, ...CHANGED])],
      ...(LDAP_ID === 'objectGUID' ? { explicitBufferAttributes: [LDAP_ID] } : {}),
      ...(sizeLimit > 0 ? { sizeLimit } : { paged: { pageSize: 500 } }),
    }),
  );
  return searchEntries.flatMap((entry) => viewEntry(server, entry) ?? []);
}

/** A name that no entry has: an unknown login is bound with it, so that it costs as much as a known one (enumeration by time). */
const nobody = ({ config }: Server): string =>
  `uid=${randomBytes(16).toString('hex')},${config.LDAP_BASE ?? ''}`;

/** Whether a password is that of an entry. @throws DirectoryFailure */
const isPasswordOf = (server: Server, dn: string, password: string): Promise<boolean> =>
  connected(server, async (client) => {
    try {
      await client.bind(dn, password);
      return true;
    } catch (error) {
      if (error instanceof InvalidCredentialsError) return false;
      throw new DirectoryFailure('connect', error);
    }
  });

/**
 * Search, then bind: who this is, if the password is theirs. Whether or not somebody is found, the directory is called twice.
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
  if (password === '') return undefined;
  const right = await isPasswordOf(server, person?.dn ?? nobody(server), password);
  return right ? person : undefined;
}

/** Everybody who may sign in, read in pages. @throws DirectoryFailure */
export const listDirectory = (server: Server): Promise<DirectoryPerson[]> =>
  connected(server, async (client) => {
    await bindOwn(client, server);
    return await search(client, server, '*', 0);
  });

/** Bytes of a picture that is taken over. */
const LARGEST_PICTURE = 4_194_304;

/** Somebody's picture in the directory; undefined for none, and for one that is too large. @throws DirectoryFailure */
export const readDirectoryPicture = (server: Server, { dn }: DirectoryPerson): Promise<Buffer | undefined> =>
  connected(server, async (client) => {
    const attribute = server.config.LDAP_PICTURE;
    await bindOwn(client, server);
    const { searchEntries } = await step(
      'search',
      client.search(dn, {
        scope: 'base',
        attributes: [attribute],
        explicitBufferAttributes: [attribute],
      }),
    );
    const value = searchEntries[0]?.[attribute];
    const first = Array.isArray(value) ? value[0] : value;
    const fits = Buffer.isBuffer(first) && first.length > 0 && first.length <= LARGEST_PICTURE;
    return fits ? first : undefined;
  });
