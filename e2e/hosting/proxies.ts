import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { answers, freePort } from '../../server/src/operations/cluster/programs.ts';
import { Node } from '../world/programs.ts';
import { until } from '../world/until.ts';
import { ask } from './through.ts';

const deploy = join(import.meta.dirname, '../../docs/deploy.md');

export const proxyKinds = ['nginx', 'caddy', 'apache', 'haproxy', 'traefik'] as const;
export type ProxyKind = (typeof proxyKinds)[number];

/** The block of docs/deploy.md for a proxy. @throws Error without one */
export function documentedBlock(kind: ProxyKind): string {
  const block = new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(readFileSync(deploy, 'utf8'))?.[1];
  if (block === undefined) throw new Error(`docs/deploy.md has no block for ${kind}`);
  return block;
}

/**
 * Changes a documented block as documented for a workspace below /chat/.
 * @throws Error when the docs change a line that the block does not have
 */
export function belowPath(kind: ProxyKind, block: string): string {
  const all = /```diff\n([\s\S]*?)```/.exec(readFileSync(deploy, 'utf8'))?.[1] ?? '';
  const lines = new RegExp(`# ${kind}\\n((?:[-+].*\\n)+)`).exec(all)?.[1]?.split('\n') ?? [];
  const marked = (sign: string): string =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const before = marked('-');
  if (before === '' || !block.includes(before))
    throw new Error(`docs/deploy.md has no line for ${kind} below a path that its block has`);
  return block.replace(before, () => marked('+'));
}

const versions: Record<ProxyKind, [string, string]> = {
  nginx: ['nginx', '-v'],
  caddy: ['caddy', 'version'],
  apache: ['apache2', '-v'],
  haproxy: ['haproxy', '-v'],
  traefik: ['traefik', 'version'],
};
export const isInstalled = (kind: ProxyKind): boolean => spawnSync(...splitOf(kind)).status === 0;
const splitOf = (kind: ProxyKind): [string, string[]] => [versions[kind][0], [versions[kind][1]]];

export interface ProxyPlan {
  kind: ProxyKind;
  /** A folder for its files alone. */
  folder: string;
  port: number;
  /** Where Parley listens, on 127.0.0.1. */
  upstream: number;
  /** Changes the block before it is run. */
  edit?: (block: string) => string;
}

/** A certificate for localhost, made here; `pem` holds both. */
function certificate(folder: string): { cert: string; key: string; pem: string } {
  const [cert, key, pem] = [join(folder, 'chat.crt'), join(folder, 'chat.key'), join(folder, 'chat.pem')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-keyout', key, '-out', cert, ...names],
  ]);
  if (made.status !== 0) throw new Error(`openssl: ${String(made.stderr)}`);
  writeFileSync(pem, readFileSync(cert, 'utf8') + readFileSync(key, 'utf8'));
  return { cert, key, pem };
}

/** Modules that Debian's Apache loads by itself, and those of `a2enmod` in the docs. */
const apacheModules = [
  ...['mpm_event', 'authz_core', 'headers', 'ssl', 'socache_shmcb', 'proxy', 'proxy_http', 'proxy_wstunnel'],
];

/** The complete configuration around the block. */
function configured(plan: ProxyPlan, block: string): { text: string; run: [string, string[]] } {
  const { folder, port } = plan;
  const path = join(folder, 'conf');
  switch (plan.kind) {
    case 'nginx': {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((name) => `${name}_temp_path ${join(folder, name)};`)
        .join('\n');
      const text = `daemon off;\npid ${join(folder, 'pid')};\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${block}}\n`;
      return { text, run: ['nginx', ['-c', path, '-e', join(folder, 'error.log')]] };
    }
    case 'caddy': {
      const text = `{\n admin off\n auto_https off\n}\n${block}`;
      return { text, run: ['caddy', ['run', '--config', path, '--adapter', 'caddyfile']] };
    }
    case 'apache': {
      const loads = apacheModules.map(
        (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
      );
      const own = [
        `ServerName localhost`,
        `PidFile ${join(folder, 'pid')}`,
        `ErrorLog ${join(folder, 'error.log')}`,
      ];
      const mutex = [
        `Mutex file:${folder} default`,
        `DefaultRuntimeDir ${folder}`,
        `User www-data`,
        `Group www-data`,
      ];
      const text = [...loads, ...own, ...mutex, `Listen ${port}`, block].join('\n');
      return { text, run: ['apache2', ['-f', path, '-D', 'FOREGROUND']] };
    }
    case 'haproxy':
      return { text: block, run: ['haproxy', ['-db', '-f', path]] };
    case 'traefik': {
      const flags = [
        `--entryPoints.websecure.address=:${port}`,
        '--entryPoints.websecure.transport.respondingTimeouts.readTimeout=0',
        `--providers.file.filename=${path}.yml`,
      ];
      writeFileSync(`${path}.yml`, block);
      return { text: block, run: ['traefik', flags] };
    }
  }
}

/** The documented block with ports, name and certificate of this machine. */
function localized({ kind, folder, port, upstream, edit = (block) => block }: ProxyPlan): string {
  const { cert, key, pem } = certificate(folder);
  const block = edit(documentedBlock(kind))
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${upstream}`)
    .replaceAll('/etc/ssl/chat.pem', cert)
    .replaceAll('/etc/ssl/chat.key', key)
    .replaceAll('/etc/haproxy/chat.pem', pem)
    .replace(/listen (\[::\]:)?443/g, `listen $1${port}`)
    .replaceAll('*:443', `*:${port}`)
    .replaceAll(':::443', `:::${port}`)
    // Instead of the certificate that it would request.
    .replace('chat.example.org {', `https://localhost:${port} {\n  tls ${cert} ${key}`)
    .replaceAll('chat.example.org', 'localhost');
  // A machine without IPv6 cannot listen on it.
  return block;
}

/** A proxy that runs as documented, with HTTPS on `port`. */
export class Proxy {
  private constructor(private readonly child: ChildProcess) {}

  /** Starts it and waits until it listens. @throws Error with its output when it ends instead */
  static async start(plan: ProxyPlan): Promise<Proxy> {
    mkdirSync(plan.folder, { recursive: true });
    const { text, run } = configured(plan, localized(plan));
    writeFileSync(join(plan.folder, 'conf'), text);
    const child = spawn(...run, {
      cwd: plan.folder,
      env: { ...process.env, XDG_DATA_HOME: plan.folder, XDG_CONFIG_HOME: plan.folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-4000)));
    while (!(await answers(plan.port))) {
      if (child.exitCode !== null) throw new Error(`${plan.kind} ended: ${said}`);
      await setTimeout(20);
    }
    return new Proxy(child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}

/** Parley behind a proxy, until it is disposed of. */
export interface Served extends AsyncDisposable {
  /** The origin of the proxy, without the path. */
  host: string;
  /** The URL of Parley, through the proxy. */
  url: string;
  node: Node;
}

/**
 * Starts Parley and a proxy in front of it as in docs/deploy.md, and waits until requests arrive.
 *
 * @param path base path of Parley, such as `/chat`
 */
export async function serveBehind(kind: ProxyKind, path: '' | '/chat' = ''): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), `parley-${kind}-`));
  const port = await freePort();
  const host = `https://localhost:${port}`;
  const url = `${host}${path}`;
  const node = new Node({ PARLEY_DATA: join(folder, 'data'), PUBLIC_URL: url, TRUSTED_PROXIES: '1' });
  let proxy: Proxy | undefined;
  const end = async (): Promise<void> => {
    await proxy?.[Symbol.asyncDispose]();
    await node.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await node.start();
    const edit = (block: string): string => (path === '' ? block : belowPath(kind, block));
    proxy = await Proxy.start({ kind, folder: join(folder, 'proxy'), port, upstream: node.port, edit });
    await until(async () => (await ask(`${url}/health/ready`)).status === 200, 'the proxy leads to Parley');
  } catch (error) {
    await end();
    throw error;
  }
  return { host, url, node, [Symbol.asyncDispose]: end };
}
