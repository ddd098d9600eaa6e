import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RedisProcess } from '../../server/src/test/startRedis';
import { DatabaseProcess, Node, type Database } from '../world/programs';
import { Wire } from '../world/wire';
import { Caller } from './caller';
import { Log } from './log';

/** Shorter than the 15 s of a real server, so that thousands of rounds fit into an hour. */
export const BEACON_SECONDS = 0.5;

/** Several nodes, the database and Redis as processes, with a wire between each two of them. */
export class Stage {
  readonly nodes: Node[] = [];
  /** From each node to the database. */
  readonly databaseWires: Wire[] = [];
  /** From each node to Redis. */
  readonly redisWires: Wire[] = [];
  /** The first person to register, who owns the workspace. */
  private owner: Caller | undefined;

  private constructor(
    private readonly folder: string,
    readonly redis: RedisProcess,
    readonly database: Database,
  ) {}

  /** @param database by default the built-in one; it is stopped with the stage */
  static async start(
    folder: string,
    nodes = 3,
    database: Database = new DatabaseProcess(join(folder, 'db')),
  ): Promise<Stage> {
    const redis = await RedisProcess.start();
    if (!redis) throw new Error('Neither redis-server nor valkey-server is installed.');
    const stage = new Stage(folder, redis, database);
    await database.start();
    const redisPort = Number(new URL(redis.url).port);
    for (let i = 0; i < nodes; i++) {
      const toRedis = await new Wire({ port: redisPort }).listen();
      stage.redisWires.push(toRedis);
      const node = new Node({
        MONGODB_URI: await stage.wiredToDatabase(),
        REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
        PARLEY_DATA: join(folder, 'data'),
        FILES_STORE: 'folder',
        BEACON_SECONDS: String(BEACON_SECONDS),
      });
      stage.nodes.push(node);
      // The first alone: it creates keys and indexes.
      await node.start();
    }
    stage.owner = await Caller.register('theowner', stage.node(0), new Log(join(folder, 'owner')));
    return stage;
  }

  /** The connection string over a separate wire, where that is possible. */
  private async wiredToDatabase(): Promise<string> {
    const { target, through } = this.database;
    if (!target) return this.database.uri('parley');
    const wire = await new Wire(target).listen();
    this.databaseWires.push(wire);
    return `mongodb://127.0.0.1:${wire.port}/parley?${through}`;
  }

  async promote(userId: string): Promise<void> {
    await this.owner?.request(`/users/${userId}`, 'PATCH', { role: 'admin' });
  }

  node(i: number): Node {
    const node = this.nodes[i % this.nodes.length];
    if (!node) throw new Error('there is no node');
    return node;
  }

  /** Starts everything, and ends all faults. */
  async heal(): Promise<void> {
    for (const wire of [...this.databaseWires, ...this.redisWires]) wire.mend();
    for (const node of this.nodes) if (!node.runs) await node.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const wire of [...this.databaseWires, ...this.redisWires]) wire.mend();
    await Promise.all(this.nodes.map((node) => node.kill()));
    for (const wire of [...this.databaseWires, ...this.redisWires]) wire.close();
    await this.redis.stop();
    await this.database.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
