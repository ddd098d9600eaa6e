import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { globalAgent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '../../server/src/config';
import { freePort } from '../../server/src/operations/cluster/programs';
import type { Finding } from '../../server/src/operations/doctor/finding';
import { proxyFindings } from '../../server/src/operations/doctor/through';
import { Node } from '../world/programs';
import { isInstalled, Proxy } from './proxies';

/** The doctor's findings about the proxy, from a process of its own. */
async function doctor(environment: Record<string, string>): Promise<Finding[]> {
  const data = ['--data', environment['PARLEY_DATA'] ?? ''];
  const child = spawn(process.execPath, ['server/dist/operations/doctor.js', '--json', ...data], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await once(child, 'close');
  const { findings } = JSON.parse(said) as { findings: Finding[] };
  return findings.filter(({ what }) => ['in front', 'sockets', 'uploads'].includes(what));
}

/** A server with one number of trusted proxies. Each test has its own nginx: servers and programs take a second to start, nginx does not. */
class Served {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly node: Node,
  ) {}

  static async start(trustedProxies: string): Promise<Served> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-doctor-'));
    const port = await freePort();
    const node = new Node({
      PARLEY_DATA: join(folder, 'data'),
      PUBLIC_URL: `https://localhost:${port}`,
      TRUSTED_PROXIES: trustedProxies,
    });
    await node.start();
    return new Served(folder, port, node);
  }

  /** The result of `find` behind nginx as documented, after `edit`. */
  async behind(
    edit: (block: string) => string,
    find: (environment: Record<string, string>, certificate: string) => Promise<Finding[]>,
  ): Promise<Finding[]> {
    const folder = join(this.folder, 'proxy');
    await using _proxy = await Proxy.start({
      kind: 'nginx',
      folder,
      port: this.port,
      upstream: this.node.port,
      edit,
    });
    return await find(this.node.settings, join(folder, 'chat.crt'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.node.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The doctor's checks through nginx, without its others. */
async function requested(environment: Record<string, string>, certificate: string): Promise<Finding[]> {
  globalAgent.options.ca = await readFile(certificate);
  try {
    return await proxyFindings(readConfig(environment));
  } finally {
    delete globalAgent.options.ca;
    globalAgent.destroy();
  }
}

const without =
  (line: RegExp) =>
  (block: string): string => {
    expect(block).toMatch(line);
    return block.replace(line, '');
  };
const states = (findings: Finding[]) => findings.map(({ what, state }) => `${what}: ${state}`);

it.skipIf(!isInstalled('nginx'))('doctor finds nothing wrong with nginx as the docs have it', async () => {
  await using served = await Served.start('1');
  const found = await served.behind(
    (block) => block,
    (environment, certificate) => doctor({ ...environment, NODE_EXTRA_CA_CERTS: certificate }),
  );
  expect(states(found)).toEqual(['in front: ok', 'sockets: ok', 'uploads: ok']);
});

type Wrong = [edit: (block: string) => string, state: string, cure: RegExp];
const wrong: Record<string, Wrong[]> = {
  '0': [[(block) => block, 'in front: fault', /TRUSTED_PROXIES.*1/]],
  '1': [
    [without(/.*Upgrade \$http_upgrade;\n/), 'sockets: warning', /Upgrade/],
    [without(/.*client_max_body_size.*\n/), 'uploads: fault', /client_max_body_size/],
    [without(/.*X-Forwarded-Proto.*\n/), 'in front: fault', /X-Forwarded-Proto/],
    [without(/.*proxy_set_header Host.*\n/), 'in front: warning', /Host/],
    [(block) => block.replace(/proxy_pass.*\n/, 'return 200 "hello";\n'), 'in front: fault', /lead there/],
  ],
  '2': [[(block) => block, 'in front: fault', /Lower TRUSTED_PROXIES/]],
};

it.skipIf(!isInstalled('nginx')).each(Object.entries(wrong))(
  'doctor names each header that is lost, and what to do (TRUSTED_PROXIES=%s)',
  async (trustedProxies, cases) => {
    await using served = await Served.start(trustedProxies);
    for (const [edit, state, cure] of cases) {
      const findings = await served.behind(edit, requested);
      expect(states(findings), String(cure)).toContain(state);
      expect(findings.filter((one) => one.state !== 'ok').map((one) => one.cure)).toEqual([
        expect.stringMatching(cure),
      ]);
    }
  },
);
