import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath, type Place } from './stage.ts';

const PLACES = ['jo', 'ana', 'server'] as const;
export type PlaceName = (typeof PLACES)[number];

/** What is dropped between two places, as nftables says it. */
export interface Fault {
  from: PlaceName;
  to: PlaceName;
  /** All protocols without it. */
  protocol?: 'udp' | 'tcp';
  /** A destination port. */
  port?: number;
  /** Every datagram without it; of 100 so many, at random. */
  percent?: number;
}

function run(program: string, args: string[], input?: string): string {
  const { status, stderr, stdout, error } = spawnSync(program, args, { encoding: 'utf8', input });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

/** The subnet of a line of a place, both in one of twice the size: a phone has Wi-Fi and a mobile network. */
const subnetOf = (place: PlaceName, line: 0 | 1): string => `10.77.${PLACES.indexOf(place) * 2 + 2 + line}`;

/**
 * Jo, Ana and the server, each in a network namespace of its own, with a router between them that can drop what passes. Linux
 * alone, with permission to make namespaces; netem is in few kernels, nftables can drop at random.
 */
export class Network {
  private static count = 0;
  private readonly prefix = `p${process.pid}-${Network.count++}`;
  private readonly folder = mkdtempSync(join(tmpdir(), 'parley-network-'));
  private readonly lines = new Map<PlaceName, 0 | 1>(PLACES.map((place) => [place, 0]));

  /** Why there is none on this machine; undefined when there is one. */
  static missing(): string | undefined {
    const name = `p${process.pid}-try`;
    for (const [program, args] of [
      ['nft', ['--version']],
      ['ip', ['netns', 'add', name]],
    ] as const)
      if (spawnSync(program, args).status !== 0) return `\`${program} ${args.join(' ')}\` failed`;
    run('ip', ['netns', 'del', name]);
    return undefined;
  }

  constructor() {
    for (const name of ['router', ...PLACES]) {
      this.ip('netns', 'add', this.namespace(name));
      this.ip('-n', this.namespace(name), 'link', 'set', 'lo', 'up');
    }
    for (const place of PLACES) for (const line of [0, 1] as const) this.lay(place, line);
    run('ip', [...this.inside('router'), 'sysctl', '-qw', 'net.ipv4.ip_forward=1']);
    for (const place of PLACES) this.plug(place, 0);
  }

  /** A place as `Stage.open` takes it. */
  at(place: PlaceName): Place {
    return { prefix: ['ip', ...this.inside(place)], host: this.hostOf(place) };
  }

  /** The first address of a place. */
  hostOf(place: PlaceName): string {
    return `${subnetOf(place, 0)}.2`;
  }

  /** A program that starts Chromium in a place. */
  chromiumAt(place: PlaceName): string {
    const path = join(this.folder, `chromium-${place}`);
    const command = ['ip', ...this.inside(place), chromiumPath ?? 'chromium'].join(' ');
    writeFileSync(path, `#!/bin/sh\nexec ${command} "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** Drops this between the places, instead of what was dropped before. */
  drop(faults: Fault[]): void {
    const rules = faults.map(({ from, to, protocol, port, percent }) =>
      [
        `ip saddr ${subnetOf(from, 0)}.0/23 ip daddr ${subnetOf(to, 0)}.0/23`,
        protocol === undefined ? '' : `meta l4proto ${protocol}`,
        port === undefined ? '' : `th dport ${port}`,
        percent === undefined ? '' : `numgen random mod 100 < ${percent}`,
        'drop',
      ].join(' '),
    );
    const table = `table inet faults\ndelete table inet faults\ntable inet faults { chain passing { type filter hook forward priority 0;\n${rules.join('\n')}\n}\n}\n`;
    run('ip', [...this.inside('router'), 'nft', '-f', '-'], table);
  }

  /** Cuts a place off. */
  unplug(place: PlaceName): void {
    this.ip('-n', this.namespace(place), 'link', 'set', `line${this.lines.get(place) ?? 0}`, 'down');
  }

  /** Connects it by its other line, where it has another address: as from Wi-Fi to a mobile network. */
  plugElsewhere(place: PlaceName): void {
    this.plug(place, this.lines.get(place) === 0 ? 1 : 0);
  }

  [Symbol.dispose](): void {
    for (const name of ['router', ...PLACES]) spawnSync('ip', ['netns', 'del', this.namespace(name)]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private lay(place: PlaceName, line: 0 | 1): void {
    const [near, far] = [`line${line}`, `${place}${line}`];
    this.ip(
      ...['-n', this.namespace('router'), 'link', 'add', far, 'type', 'veth'],
      ...['peer', 'name', near, 'netns', this.namespace(place)],
    );
    this.ip('-n', this.namespace('router'), 'addr', 'add', `${subnetOf(place, line)}.1/24`, 'dev', far);
    this.ip('-n', this.namespace('router'), 'link', 'set', far, 'up');
    this.ip('-n', this.namespace(place), 'addr', 'add', `${subnetOf(place, line)}.2/24`, 'dev', near);
  }

  private plug(place: PlaceName, line: 0 | 1): void {
    this.lines.set(place, line);
    this.ip('-n', this.namespace(place), 'link', 'set', `line${line}`, 'up');
    this.ip('-n', this.namespace(place), 'route', 'replace', 'default', 'via', `${subnetOf(place, line)}.1`);
  }

  private namespace(name: string): string {
    return `${this.prefix}-${name}`;
  }

  private inside(name: string): string[] {
    return ['netns', 'exec', this.namespace(name)];
  }

  private ip(...args: string[]): void {
    run('ip', args);
  }
}
