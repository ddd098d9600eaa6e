import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the same things in both generations of the kernel's control groups. */
const generations = [
  {
    root: '/sys/fs/cgroup/memory',
    limit: 'memory.limit_in_bytes',
    most: 'memory.max_usage_in_bytes',
    killed: 'memory.oom_control',
  },
  { root: '/sys/fs/cgroup', limit: 'memory.max', most: 'memory.peak', killed: 'memory.events' },
];

/**
 * A machine with little memory: a control group of the kernel with a limit for all its processes. Ends with
 * `dispose`, after its processes.
 */
export class SmallMachine {
  private constructor(
    private readonly folder: string,
    private readonly names: (typeof generations)[number],
  ) {}

  /** Undefined if the kernel refuses, as without root. */
  static of(bytes: number): SmallMachine | undefined {
    for (const names of generations) {
      const folder = join(names.root, `parley-test-${process.pid}`);
      try {
        mkdirSync(folder);
        if (existsSync(join(folder, names.limit))) {
          writeFileSync(join(folder, names.limit), String(bytes));
          return new SmallMachine(folder, names);
        }
        rmdirSync(folder);
      } catch {
        if (existsSync(folder)) rmdirSync(folder);
      }
    }
    return undefined;
  }

  /** The command that runs a program in it. */
  get runner(): string[] {
    return ['/bin/sh', '-c', 'echo $$ > "$0" && exec "$@"', join(this.folder, 'cgroup.procs')];
  }

  private read(name: string): string {
    const path = join(this.folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  }

  /** The highest memory use, with cached files, in bytes. */
  get mostBytes(): number {
    return Number(this.read(this.names.most));
  }

  /** How many of its processes were killed for lack of memory. */
  get killed(): number {
    return Number(/oom_kill (\d+)/.exec(this.read(this.names.killed))?.[1] ?? 0);
  }

  dispose(): void {
    rmdirSync(this.folder);
  }
}
