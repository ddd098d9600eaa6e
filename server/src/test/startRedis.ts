import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { findRedis, startRedis } from '../operations/cluster/programs.ts';

/** A Redis of the system on a port of its own, which can be killed and started again. */
export class RedisProcess {
  private constructor(
    readonly url: string,
    private readonly port: number,
    private child: ChildProcess,
  ) {}

  /** Undefined where the system has none. */
  static async start(): Promise<RedisProcess | undefined> {
    if (findRedis() === undefined) return undefined;
    const { url, port, child } = await startRedis();
    return new RedisProcess(url, port, child);
  }

  async restart(): Promise<void> {
    this.child = (await startRedis(this.port)).child;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}
