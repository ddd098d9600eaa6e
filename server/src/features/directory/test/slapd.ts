import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';

const PROGRAM = '/usr/sbin/slapd';
const TLS = join(import.meta.dirname, '../../../test/tls');

/** Whether there is a slapd here. */
export const hasSlapd = existsSync(PROGRAM);

export const BASE = 'dc=example,dc=org';
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
    readonly url: string,
    readonly tlsUrl: string,
  ) {}

  static async start(): Promise<Slapd> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-slapd-'));
    await mkdir(join(folder, 'data'));
    const file = join(folder, 'slapd.conf');
    await writeFile(
      file,
      [
        ...['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`),
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
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (part: Buffer) => {
        said += String(part);
        if (said.includes('slapd starting')) resolve();
      });
      child.once('exit', () => reject(new Error(said.slice(-2000))));
    });
    const made = new Slapd(child, folder, url, tlsUrl);
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
  add = (uid: string, name: string, extra: Record<string, string> = {}): Promise<void> =>
    this.asAdmin((client) =>
      client.add(`uid=${uid},${BASE}`, {
        objectClass: 'inetOrgPerson',
        cn: name,
        sn: name,
        userPassword: `${uid} in the directory`,
        ...extra,
      }),
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
