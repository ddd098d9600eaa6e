import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Attribute, Change, Client } from 'ldapts';

const PROGRAM = '/usr/sbin/slapd';
const TLS = join(import.meta.dirname, '../../../test/tls');

/** Whether there is a slapd here. */
export const hasSlapd = existsSync(PROGRAM);

export const BASE = 'dc=example,dc=org';
export const personDn = (uid: string): string => `uid=${uid},${BASE}`;
export const groupDn = (cn: string): string => `cn=${cn},${BASE}`;
const ADMIN = `cn=admin,${BASE}`;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** A real OpenLDAP with a folder of its own. */
export class Slapd implements AsyncDisposable {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly at: { url: string; tlsUrl: string },
    private readonly written: { text: string },
  ) {}

  get url(): string {
    return this.at.url;
  }

  get tlsUrl(): string {
    return this.at.tlsUrl;
  }

  /** What it has written: each operation is a line. */
  get log(): string {
    return this.written.text;
  }

  /** Everything that was sent before is in the log. */
  async settled(): Promise<void> {
    const mark = `cn=mark-${randomUUID()},${BASE}`;
    await this.asAdmin((client) => client.search(mark, { scope: 'base' }).then(undefined, () => undefined));
    while (!this.written.text.includes(mark)) await once(this.child.stderr as NodeJS.ReadableStream, 'data');
  }

  static async start(): Promise<Slapd> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-slapd-'));
    await mkdir(join(folder, 'data'));
    const file = join(folder, 'slapd.conf');
    await writeFile(
      file,
      [
        ...['core', 'cosine', 'inetorgperson', 'nis'].map(
          (name) => `include /etc/ldap/schema/${name}.schema`,
        ),
        // As Active Directory has them.
        `attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )`,
        `attributetype ( 1.2.840.113556.1.4.159 NAME 'accountExpires' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )`,
        `objectclass ( 1.2.840.113556.1.5.9 NAME 'adAccount' AUXILIARY MAY ( userAccountControl $ accountExpires ) )`,
        'modulepath /usr/lib/ldap',
        'moduleload back_mdb',
        `pidfile ${folder}/pid`,
        `TLSCertificateFile ${TLS}/cert.pem`,
        `TLSCertificateKeyFile ${TLS}/key.pem`,
        'database mdb',
        `suffix "${BASE}"`,
        `rootdn "${ADMIN}"`,
        'rootpw secret',
        `directory ${folder}/data`,
        '',
      ].join('\n'),
    );
    const [plain, tls] = [await freePort(), await freePort()];
    const [url, tlsUrl] = [`ldap://127.0.0.1:${plain}`, `ldaps://127.0.0.1:${tls}`];
    const child = spawn(PROGRAM, ['-d', 'stats', '-f', file, '-h', `${url} ${tlsUrl}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const written = { text: '' };
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (part: Buffer) => {
        written.text += String(part);
        if (written.text.includes('slapd starting')) resolve();
      });
      child.once('exit', () => reject(new Error(written.text.slice(-2000))));
    });
    const made = new Slapd(child, folder, { url, tlsUrl }, written);
    await made.asAdmin(async (client) => {
      await client.add(BASE, { objectClass: ['dcObject', 'organization'], o: 'Example', dc: 'example' });
    });
    return made;
  }

  /** What a server needs to use it. */
  get settings(): Record<string, string> {
    return { LDAP_URL: this.url, LDAP_BASE: BASE, LDAP_BIND_DN: ADMIN, LDAP_BIND_PASSWORD: 'secret' };
  }

  get ca(): string {
    return join(TLS, 'cert.pem');
  }

  /** It says that it starts a moment before it listens. */
  private async bound(): Promise<Client> {
    for (;;) {
      const client = new Client({ url: this.url });
      try {
        await client.bind(ADMIN, 'secret');
        return client;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED' || this.child.exitCode !== null)
          throw error;
      }
    }
  }

  async asAdmin(run: (client: Client) => Promise<void>): Promise<void> {
    const client = await this.bound();
    await run(client);
    await client.unbind();
  }

  /** Adds somebody, whose password is `<uid> in the directory`. */
  add = (uid: string, name: string, extra: Record<string, string | Buffer> = {}): Promise<void> =>
    this.asAdmin((client) =>
      client.add(`uid=${uid},${BASE}`, {
        objectClass: ['inetOrgPerson', 'adAccount', 'shadowAccount'],
        cn: name,
        sn: name,
        userPassword: `${uid} in the directory`,
        ...extra,
      }),
    );

  /** Adds a group of people or groups, by their DNs. */
  group = (cn: string, member: string[]): Promise<void> =>
    this.asAdmin((client) => client.add(groupDn(cn), { objectClass: 'groupOfNames', cn, member }));

  /** Replaces the values of an attribute; none removes it. */
  set = (dn: string, type: string, values: string[] | Buffer[]): Promise<void> =>
    this.asAdmin((client) =>
      client.modify(dn, new Change({ operation: 'replace', modification: new Attribute({ type, values }) })),
    );

  remove = (uid: string): Promise<void> => this.asAdmin((client) => client.del(`uid=${uid},${BASE}`));

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.removeAllListeners('exit');
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
