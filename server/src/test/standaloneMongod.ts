import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { freePort } from '../operations/cluster/programs.ts';
import { findMongod } from './replicaSet.ts';

const STARTS_WITHIN_MS = 60_000;

/** A MongoDB of one server that is no replica set: it has no transactions. */
export class StandaloneMongod {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly uri: string,
    private readonly isOwn: boolean,
  ) {}

  /** @param dbpath where its data is, instead of a folder of its own. @returns undefined where there is no mongod */
  static async start(dbpath?: string): Promise<StandaloneMongod | undefined> {
    const program = findMongod();
    if (program === undefined) return undefined;
    const folder = dbpath ?? (await mkdtemp(join(tmpdir(), 'parley-mongod-')));
    const port = await freePort();
    const args = ['--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', folder, '--quiet'];
    const small = [
      '--wiredTigerCacheSizeGB',
      '0.25',
      '--setParameter',
      'diagnosticDataCollectionEnabled=false',
    ];
    const child = spawn(program, [...args, ...small], { stdio: 'ignore' });
    const uri = `mongodb://127.0.0.1:${port}/test`;
    for (const began = Date.now(); ; await setTimeout(100)) {
      const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1000 });
      try {
        await client.db().command({ ping: 1 });
        return new StandaloneMongod(child, folder, uri, dbpath === undefined);
      } catch (error) {
        if (Date.now() - began > STARTS_WITHIN_MS) throw error;
      } finally {
        await client.close();
      }
    }
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
    if (this.isOwn) await rm(this.folder, { recursive: true, force: true });
  }
}
