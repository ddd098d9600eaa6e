import { InvalidDNSyntaxError, NoSuchObjectError, type Client } from 'ldapts';
import type { Server } from '../../platform/context.js';
import { bindOwn, connected, DirectoryFailure, escapeFilter, step } from './connection.js';
import { textsOf, type DirectoryPerson } from './directory.access.js';

/** How deep groups in groups are followed, and how many groups of one person. */
const DEEPEST = 10;
const MOST_GROUPS = 500;
/** Groups of a DN, with those that contain them: Active Directory follows them by itself. Source: MS-ADTS 3.1.1.3.4.4 */
const IN_CHAIN = '1.2.840.113556.1.4.1941';

interface Group {
  dn: string;
  names: string[];
}

/** Where groups are; by itself the domain of the people, `dc=example,dc=org`. */
function baseOf({ LDAP_GROUP_BASE, LDAP_BASE = '' }: Server['config']): string {
  if (LDAP_GROUP_BASE !== undefined) return LDAP_GROUP_BASE;
  const domain = LDAP_BASE.split(/(?<!\\),/).filter((part) => /^\s*dc=/i.test(part));
  return domain.length > 0 ? domain.map((part) => part.trim()).join(',') : LDAP_BASE;
}

/** The name in the first part of a DN: `cn=staff,…`. */
const nameIn = (dn: string): string[] => /^cn=((?:[^,\\]|\\.)+)/i.exec(dn)?.slice(1, 2) ?? [];

/** Reads the groups of people over one connection; which group is in which is read once. */
export class GroupReader {
  private readonly parents = new Map<string, Promise<Group[]>>();

  constructor(
    private readonly client: Client,
    private readonly server: Server,
  ) {}

  private async find(filter: string): Promise<Group[]> {
    const { searchEntries } = await step(
      'groups',
      this.client.search(baseOf(this.server.config), {
        scope: 'sub',
        filter,
        attributes: ['cn'],
        paged: { pageSize: 500 },
      }),
    );
    return searchEntries.map((entry) => ({ dn: entry.dn, names: textsOf(entry['cn']) }));
  }

  /** Those of these groups, by DN or name, that are not there. @throws DirectoryFailure */
  async missing(groups: readonly string[]): Promise<string[]> {
    const missing: string[] = [];
    const kinds =
      '(|(objectClass=group)(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))';
    // Where groups are is wrong, for example.
    if (groups.length > 0) await this.find('(cn=parley-test)');
    for (const group of new Set(groups)) {
      const found = group.includes('=')
        ? await this.isEntry(group)
        : (await this.find(`(&(cn=${escapeFilter(group)})${kinds})`)).length > 0;
      if (!found) missing.push(group);
    }
    return missing;
  }

  private async isEntry(dn: string): Promise<boolean> {
    try {
      const { searchEntries } = await this.client.search(dn, { scope: 'base', attributes: ['cn'] });
      return searchEntries.length > 0;
    } catch (error) {
      if (error instanceof NoSuchObjectError || error instanceof InvalidDNSyntaxError) return false;
      throw new DirectoryFailure('groups', error);
    }
  }

  private parentsOf(dn: string): Promise<Group[]> {
    const known = this.parents.get(dn.toLowerCase());
    if (known) return known;
    const value = escapeFilter(dn);
    const found = this.find(`(|(member=${value})(uniqueMember=${value}))`);
    this.parents.set(dn.toLowerCase(), found);
    return found;
  }

  private direct({ dn, uid }: DirectoryPerson): Promise<Group[]> {
    const value = escapeFilter(dn);
    if (this.server.config.LDAP_NESTED_GROUPS === 'chain') return this.find(`(member:${IN_CHAIN}:=${value})`);
    const posix = uid === undefined ? '' : `(memberUid=${escapeFilter(uid)})`;
    return this.find(`(|(member=${value})(uniqueMember=${value})${posix})`);
  }

  /**
   * The groups somebody is in, and those that these are in, as their DNs and their names. A circle ends.
   * @throws DirectoryFailure
   */
  async groupsOf(person: DirectoryPerson): Promise<string[]> {
    const found = new Map<string, Group>();
    const named = person.memberOf.map((dn) => ({ dn, names: nameIn(dn) }));
    let level: Group[] = [...named, ...(await this.direct(person))];
    const walks = this.server.config.LDAP_NESTED_GROUPS === 'walk';
    for (let depth = 0; level.length > 0 && depth < DEEPEST; depth++) {
      const fresh = level.filter(({ dn }) => !found.has(dn.toLowerCase()));
      for (const group of fresh) if (found.size < MOST_GROUPS) found.set(group.dn.toLowerCase(), group);
      if (!walks || found.size >= MOST_GROUPS) break;
      level = [];
      for (const { dn } of fresh) level.push(...(await this.parentsOf(dn)));
    }
    return [...new Set([...found.values()].flatMap(({ dn, names }) => [dn, ...names]))];
  }
}

/** Runs with a reader of groups. @throws DirectoryFailure */
export const withGroups = <T>(server: Server, run: (reader: GroupReader) => Promise<T>): Promise<T> =>
  connected(server, async (client) => {
    await bindOwn(client, server);
    return await run(new GroupReader(client, server));
  });
