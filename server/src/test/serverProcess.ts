import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedIn } from '@parley/shared/sessions';
import request from 'supertest';
import { programArguments } from './programArguments.js';

/** The server as a process of its own, in a folder. */
export class ServerProcess {
  output = '';
  url = '';
  private constructor(
    readonly child: ChildProcess,
    readonly folder: string,
  ) {}

  /** @param within a program with its arguments that runs the server within limits */
  static async start(
    environment: Record<string, string> = {},
    folder?: string,
    within: string[] = [],
  ): Promise<ServerProcess> {
    const data = folder ?? (await mkdtemp(join(tmpdir(), 'parley-main-')));
    const [program = '', ...args] = [...within, process.execPath, ...programArguments('main')];
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: '0',
        BCRYPT_COST: '4',
        RELAY_PORT: '0',
        PARLEY_DATA: data,
        ...environment,
      },
    });
    const started = new ServerProcess(child, data);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (started.output += chunk.toString()));
    const exited = once(child, 'exit');
    const first = await Promise.race([once(child, 'message'), exited]);
    const [message] = first as [{ port: number } | number];
    if (typeof message === 'object')
      started.url = `${environment['TLS_CERT'] === undefined ? 'http' : 'https'}://127.0.0.1:${message.port}`;
    return started;
  }

  /** Ends the process. Returns its exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await exited;
    }
    return this.child.exitCode;
  }

  api = () => request(`${this.url}/api/v1`);

  async register(username: string): Promise<SignedIn> {
    const body = { username, displayName: username, password: `${username} has a long password` };
    return (await this.api().post('/auth/register').send(body).expect(201)).body as SignedIn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
