import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { AccessToken } from 'livekit-server-sdk';
import { stringify } from 'yaml';
import { freePort } from '../operations/cluster/programs.ts';

const program = process.env['LIVEKIT'] ?? 'livekit-server';

/** Whether this machine has a LiveKit server: `go install github.com/livekit/livekit-server/cmd/server@v1.13.5` makes one. */
export const hasLivekit = spawnSync(program, ['--version']).status === 0;
if (!hasLivekit)
  process.stdout.write(
    '\nNo livekit-server was found, by LIVEKIT or on the PATH: what needs one is skipped.\n',
  );

const SECRET = 'a secret of at least thirty-two characters';

/** A LiveKit server of this machine on ports of its own, on 127.0.0.1 alone; it can be killed and started again. */
export class LivekitProcess implements AsyncDisposable {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly configuration: { port: number },
    private readonly prefix: string[],
  ) {}

  /** @param place a command that runs another one where the server is to run, and the address it has there */
  static async start(
    place: { prefix: string[]; host: string } = { prefix: [], host: '127.0.0.1' },
  ): Promise<LivekitProcess> {
    const configuration = {
      port: await freePort(),
      bind_addresses: ['127.0.0.1'],
      rtc: {
        udp_port: await freePort(),
        tcp_port: await freePort(),
        use_external_ip: false,
        node_ip: place.host,
        enable_loopback_candidate: place.prefix.length === 0,
        stun_servers: [],
      },
      keys: { parley: SECRET },
      logging: { level: 'error' },
    };
    const livekit = new LivekitProcess(configuration, place.prefix);
    await livekit.restart();
    return livekit;
  }

  get url(): string {
    return `http://127.0.0.1:${this.configuration.port}`;
  }

  /** The settings with which Parley uses it. */
  get settings(): Record<string, string> {
    return { LIVEKIT_URL: this.url, LIVEKIT_API_KEY: 'parley', LIVEKIT_API_SECRET: SECRET };
  }

  /** A token for a room, as Parley issues it for a leg of epoch 1. */
  async tokenFor(room: string, legId: string): Promise<string> {
    const token = new AccessToken('parley', SECRET, { identity: `${legId}:1`, ttl: 600 });
    token.addGrant({ roomJoin: true, room });
    return await token.toJwt();
  }

  /** Starts it, on the ports of before, and waits until it answers. */
  async restart(): Promise<void> {
    const [command, ...args] = [...this.prefix, program];
    const child = spawn(command, [...args, '--config-body', stringify(this.configuration)], {
      stdio: 'ignore',
    });
    this.child = child;
    while (!this.answers()) {
      if (child.exitCode !== null) throw new Error(`${program} ended at once.`);
      await setTimeout(20);
    }
  }

  /** Where it runs: its loopback may be another than that of the tests. */
  private answers(): boolean {
    const script = `fetch('${this.url}').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
    const [command, ...args] = [...this.prefix, process.execPath, '-e', script];
    return spawnSync(command, args).status === 0;
  }

  /** Ends it at once; asked politely it would wait for the participants to leave. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/** A setting for a media server that is not there. */
export const noLivekit = async (): Promise<Record<string, string>> => ({
  LIVEKIT_URL: `http://127.0.0.1:${await freePort()}`,
  LIVEKIT_API_KEY: 'parley',
  LIVEKIT_API_SECRET: SECRET,
});
