import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { createBalancer } from './cluster/balancer.js';
import { end, startNode, startRedis, startSharedDatabase } from './cluster/programs.js';
import { UsageError, type Arguments } from './arguments.js';
import { configFor } from './settings.js';
import { result, run, say } from './terminal.js';

/** `npm run cluster -- --nodes 3 [--port 3000]`: several nodes of one workspace on this machine, with what they share. */
const MOST_NODES = 32;

interface RunningNode {
  port: number;
  child: ChildProcess;
  /** Gets no new requests. */
  leaving: boolean;
}

/** A whole number of an option. @throws UsageError for anything else */
function wholeNumber(given: Arguments, name: string, range: { otherwise: number; most: number }): number {
  const { otherwise, most } = range;
  const value = Number(given.option(name) ?? otherwise);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new UsageError(`--${name} must be a whole number from 1 to ${most}.`);
  return value;
}

async function start(given: Arguments): Promise<void> {
  const count = wholeNumber(given, 'nodes', { otherwise: 3, most: MOST_NODES });
  const config = await configFor(given);
  const port = wholeNumber(given, 'port', { otherwise: config.PORT ?? 3000, most: 65_535 });
  const shared: ChildProcess[] = [];
  const nodes: RunningNode[] = [];
  const endAll = async (): Promise<void> => {
    await Promise.all(nodes.map(({ child }) => end(child)));
    await Promise.all(shared.map(end));
  };
  try {
    const database =
      config.MONGODB_URI === undefined ? await startSharedDatabase(join(config.dataFolder, 'db')) : undefined;
    if (database) shared.push(database.child);
    const redis = config.REDIS_URL === undefined ? await startRedis() : undefined;
    if (redis) shared.push(redis.child);
    const of = {
      PARLEY_DATA: config.dataFolder,
      MONGODB_URI: config.MONGODB_URI ?? database?.uri ?? '',
      REDIS_URL: config.REDIS_URL ?? redis?.url ?? '',
      // Without a MongoDB's GridFS the nodes share this machine's folder.
      ...(config.FILES_STORE === undefined && database ? { FILES_STORE: 'folder' } : {}),
    };
    const startOne = async (): Promise<RunningNode> => {
      const node = { ...(await startNode(of)), leaving: false };
      node.child.once('exit', () => {
        if (!node.leaving) say(`  port ${node.port} is gone; the others go on`);
        node.leaving = true;
      });
      return node;
    };
    // The first alone: it creates keys and indexes.
    nodes.push(await startOne());
    nodes.push(...(await Promise.all(Array.from({ length: count - 1 }, startOne))));
    const balancer = createBalancer(() => nodes.filter(({ leaving }) => !leaving).map((node) => node.port));
    balancer.listen(port, config.HOST);
    await once(balancer, 'listening');

    result(
      { port, nodes: nodes.map((node) => node.port) },
      `\n  ${count} nodes of Parley are ready:  http://localhost:${port}`,
    );
    say(`  Nodes:        ${nodes.map((node) => node.port).join(', ')}`);
    say(`  Roll over:    kill -HUP ${process.pid}   (one node after the other, nobody is cut off)`);
    say('  Stop:         Ctrl+C');
    say('');
    process.send?.({ port });
    let rolling = Promise.resolve();
    process.on('SIGHUP', () => {
      rolling = rolling.then(() => rollOver(nodes, startOne));
    });
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    });
    balancer.close();
    balancer.closeAllConnections();
  } finally {
    await endAll();
  }
}

/** Replaces each node: a new one starts first, so that there are never fewer. */
async function rollOver(nodes: RunningNode[], startOne: () => Promise<RunningNode>): Promise<void> {
  for (const old of [...nodes]) {
    nodes.push(await startOne());
    old.leaving = true;
    // Requests already sent to it arrive.
    await setTimeout(200);
    await end(old.child);
    nodes.splice(nodes.indexOf(old), 1);
    say(`  port ${old.port} has given way`);
  }
}

await run('cluster', start);
