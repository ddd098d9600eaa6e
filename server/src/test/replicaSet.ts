import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MongoClient, type Document } from 'mongodb';
import { freePort } from '../operations/cluster/programs.ts';

const SET = 'rs0';
/** Election timeout after the primary fails, instead of ten seconds by default, in ms. */
const ELECTION_MS = 1000;
const STARTS_WITHIN_MS = 60_000;

/** The mongod of this machine, or that of MONGOD; undefined if there is none. */
export const findMongod = (): string | undefined =>
  [process.env['MONGOD'] ?? 'mongod'].find((name) => spawnSync(name, ['--version']).status === 0);

/** One member of a replica set, which can be killed, frozen and started again. */
export class Member {
  private child: ChildProcess | undefined;

  constructor(
    private readonly program: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  async start(): Promise<void> {
    if (this.runs) return;
    await mkdir(this.folder, { recursive: true });
    const args = ['--replSet', SET, '--port', String(this.port), '--bind_ip', '127.0.0.1'];
    const small = [
      '--wiredTigerCacheSizeGB',
      '0.25',
      '--setParameter',
      'diagnosticDataCollectionEnabled=false',
    ];
    this.child = spawn(this.program, [...args, ...small, '--dbpath', this.folder, '--quiet'], {
      stdio: 'ignore',
    });
  }
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || !this.runs) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  /** Suspends it with all its connections open: the worst that a network or a disk can do. */
  freeze = (): unknown => this.child?.kill('SIGSTOP');
  thaw = (): unknown => this.child?.kill('SIGCONT');
  get runs(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a command to this member alone. */
  async ask(command: Document): Promise<Document> {
    const uri = `mongodb://127.0.0.1:${this.port}/?directConnection=true&serverSelectionTimeoutMS=2000`;
    const client = new MongoClient(uri, { socketTimeoutMS: 2000 });
    try {
      return await client.db('admin').command(command);
    } finally {
      await client.close();
    }
  }
}

/** A MongoDB of one member or several, each a process of its own. */
export class ReplicaSet {
  private constructor(
    private readonly folder: string,
    readonly members: Member[],
  ) {}

  /** Creates one; undefined where the system has no MongoDB. */
  static async make(size: number): Promise<ReplicaSet | undefined> {
    const program = findMongod();
    if (program === undefined) return undefined;
    const folder = await mkdtemp(join(tmpdir(), 'parley-mongo-'));
    const members: Member[] = [];
    for (let i = 0; i < size; i++)
      members.push(new Member(program, join(folder, String(i)), await freePort()));
    const set = new ReplicaSet(folder, members);
    const [first] = members;
    await Promise.all(members.map((member) => member.start()));
    const config = {
      _id: SET,
      members: members.map(({ port }, _id) => ({ _id, host: `127.0.0.1:${port}` })),
      settings: { electionTimeoutMillis: ELECTION_MS, heartbeatIntervalMillis: ELECTION_MS / 4 },
    };
    await answered(() => first?.ask({ replSetInitiate: config }) ?? Promise.reject(new Error('no member')));
    await set.primary();
    return set;
  }

  /** The connection string of a database in it. */
  uri(name = 'test'): string {
    const hosts = this.members.map(({ port }) => `127.0.0.1:${port}`).join();
    return `mongodb://${hosts}/${name}?replicaSet=${SET}`;
  }

  /** The primary, once there is one. */
  primary(): Promise<Member> {
    return answered(async () => {
      for (const member of this.members.filter(({ runs }) => runs)) {
        const { isWritablePrimary } = await member.ask({ hello: 1 }).catch((): Document => ({}));
        if (isWritablePrimary === true) return member;
      }
      throw new Error('no primary');
    });
  }

  /** The options of a connection string that leads to one member through something else. */
  readonly through = `directConnection=true&replicaSet=${SET}`;

  /** The target of a wire to the only member; drivers find several by themselves. */
  get target(): { port: number } | undefined {
    const [only, ...others] = this.members;
    return only && others.length === 0 ? { port: only.port } : undefined;
  }

  /** Starts all that do not run; resolves when there is a primary. */
  async start(): Promise<void> {
    await Promise.all(this.members.map((member) => member.start()));
    await this.primary();
  }

  async kill(): Promise<void> {
    await Promise.all(this.members.map((member) => member.kill()));
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (const began = Date.now(); ; await setTimeout(100)) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() - began > STARTS_WITHIN_MS) throw error;
    }
  }
}
