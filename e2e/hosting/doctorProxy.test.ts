import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../../server/src/operations/cluster/programs';
import { Node } from '../world/programs';
import { isInstalled, Proxy } from './proxies';

interface Finding {
  what: string;
  state: 'ok' | 'warning' | 'fault';
  says: string;
  cure?: string;
}

/** What doctor finds of the way in, as a program beside the server. */
async function doctor(environment: Record<string, string>): Promise<Finding[]> {
  const child = spawn(process.execPath, ['server/dist/operations/doctor.js', '--json'], {
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

/** Doctor's findings behind nginx as the docs have it, with one thing changed. */
async function behind(
  edit: (block: string) => string,
  settings: Record<string, string> = {},
): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-doctor-'));
  const port = await freePort();
  const environment = {
    PARLEY_DATA: join(folder, 'data'),
    PUBLIC_URL: `https://localhost:${port}`,
    TRUSTED_PROXIES: '1',
    ...settings,
  };
  const node = new Node(environment);
  await node.start();
  await using _ended = {
    [Symbol.asyncDispose]: async () => {
      await node.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  const proxyFolder = join(folder, 'proxy');
  await using _proxy = await Proxy.start({
    kind: 'nginx',
    folder: proxyFolder,
    port,
    upstream: node.port,
    edit,
  });
  return await doctor({ ...environment, NODE_EXTRA_CA_CERTS: join(proxyFolder, 'chat.crt') });
}

const without =
  (line: RegExp) =>
  (block: string): string => {
    expect(block).toMatch(line);
    return block.replace(line, '');
  };
const states = (findings: Finding[]) => findings.map(({ what, state }) => `${what}: ${state}`);

it.skipIf(!isInstalled('nginx'))(
  'doctor finds nothing wrong with nginx as the docs have it',
  async () => {
    expect(states(await behind((block) => block))).toEqual(['in front: ok', 'sockets: ok', 'uploads: ok']);
  },
  60_000,
);

it.skipIf(!isInstalled('nginx'))(
  'doctor names each header that is lost, and what to do',
  async () => {
    const wrong: [(block: string) => string, Record<string, string>, string, RegExp][] = [
      [without(/.*Upgrade \$http_upgrade;\n/), {}, 'sockets: warning', /Upgrade/],
      [without(/.*client_max_body_size.*\n/), {}, 'uploads: fault', /client_max_body_size/],
      [without(/.*X-Forwarded-Proto.*\n/), {}, 'in front: fault', /X-Forwarded-Proto/],
      [without(/.*proxy_set_header Host.*\n/), {}, 'in front: warning', /Host/],
      [(block) => block, { TRUSTED_PROXIES: '0' }, 'in front: fault', /TRUSTED_PROXIES.*1/],
      [(block) => block, { TRUSTED_PROXIES: '2' }, 'in front: fault', /Lower TRUSTED_PROXIES/],
      [
        (block) => block.replace(/proxy_pass.*\n/, 'return 200 "hello";\n'),
        {},
        'in front: fault',
        /lead there/,
      ],
    ];
    for (const [edit, settings, state, cure] of wrong) {
      const findings = await behind(edit, settings);
      expect(states(findings), String(cure)).toContain(state);
      expect(findings.filter((one) => one.state !== 'ok').map((one) => one.cure)).toEqual([
        expect.stringMatching(cure),
      ]);
    }
  },
  180_000,
);
