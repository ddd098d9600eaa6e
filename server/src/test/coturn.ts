import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probe } from '@parley/relay';

const PROGRAM = 'turnserver';

/** Whether this machine has coturn. */
export const hasCoturn = spawnSync(PROGRAM, ['--version']).error === undefined;

/** @returns a UDP port that is free now */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp6');
  socket.bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

const tls = (name: string): string => join(import.meta.dirname, `tls/${name}.pem`);

/** A TURN server as operators run it, on this machine alone. */
export class Coturn {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly port: number,
    readonly tlsPort: number,
  ) {}

  /** @param flags further ones, such as `--no-udp` */
  static async start(secret: string, flags: string[] = []): Promise<Coturn> {
    const [port, tlsPort] = [await freeUdpPort(), await freeUdpPort()];
    const folder = await mkdtemp(join(tmpdir(), 'parley-coturn-'));
    const child = spawn(
      PROGRAM,
      [
        ...['-n', '--no-cli', '--log-file', 'stdout', '--realm', 'test', '--pidfile', join(folder, 'pid')],
        ...['--listening-ip', '127.0.0.1', '--relay-ip', '127.0.0.1', '--allow-loopback-peers'],
        ...['--listening-port', String(port), '--tls-listening-port', String(tlsPort)],
        ...['--cert', tls('cert'), '--pkey', tls('key'), '--no-dtls'],
        ...['--use-auth-secret', '--static-auth-secret', secret, '--userdb', join(folder, 'db')],
        ...flags,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    child.stdout.resume();
    child.stderr.resume();
    // It says nowhere that it is ready; then it refuses this name.
    for (;;) {
      const { kind } = await probe(`turn:127.0.0.1:${port}`, { username: '0:a:b', credential: '' });
      if (kind === 'refused') break;
      if (child.exitCode !== null) throw new Error(`coturn ended with ${child.exitCode}`);
    }
    return new Coturn(child, folder, port, tlsPort);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
