import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { RedisProcess } from '../../server/src/test/startRedis.ts';
import { DatabaseProcess } from '../world/programs.ts';
import { Wire } from '../world/wire.ts';
import { openDirect } from './direct.ts';
import { audible, watchMedia } from './media.ts';
import { Stage } from './stage.ts';

/** Two servers with one database, and Redis over wires that can be cut. */
class Cluster {
  private readonly ends: (() => Promise<void> | void)[] = [];
  readonly stages: Stage[] = [];
  readonly wires: Wire[] = [];

  /** @returns undefined without a Redis */
  static async start(): Promise<Cluster | undefined> {
    const redis = await RedisProcess.start();
    if (!redis) return undefined;
    const cluster = new Cluster();
    const folder = await mkdtemp(join(tmpdir(), 'parley-nodes-'));
    const database = new DatabaseProcess(join(folder, 'db'));
    cluster.ends.push(
      () => rm(folder, { recursive: true, force: true }),
      () => redis.stop(),
      () => database.stop(),
    );
    await database.start();
    for (let i = 0; i < 2; i++) {
      const wire = await new Wire({ port: Number(new URL(redis.url).port) }).listen();
      cluster.wires.push(wire);
      const stage = await Stage.open({
        MONGODB_URI: database.uri(),
        REDIS_URL: `redis://127.0.0.1:${wire.port}`,
        PARLEY_DATA: join(folder, 'data'),
        FILES_STORE: 'folder',
        BEACON_SECONDS: '0.5',
      });
      cluster.stages.push(stage);
      cluster.ends.push(
        () => wire.close(),
        () => stage[Symbol.asyncDispose](),
      );
    }
    return cluster;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const wire of this.wires) wire.mend();
    for (const end of this.ends.reverse()) await end();
  }
}

const lost = (page: Page) => page.getByText('Connection to the server is lost. The call goes on.');

/** Waits for sound that has not arrived yet, both ways. */
async function flows(pages: Page[]): Promise<void> {
  for (const page of pages) {
    const before = await audible(page);
    await expect.poll(() => audible(page)).toBeGreaterThan(before);
  }
}

it('a call over two servers survives the end of each, and a Redis that is away', async (context) => {
  const cluster = await Cluster.start();
  if (!cluster) {
    process.stdout.write('\nThe call over two servers was skipped: no Redis was found.\n');
    return context.skip();
  }
  await using _cluster = cluster;
  const [one, two] = cluster.stages;
  if (!one || !two) throw new Error('two servers were not started');
  const { page: jo } = await one.register('Jo');
  const { page: ana } = await two.register('Ana');
  for (const page of [jo, ana]) await watchMedia(page);
  await openDirect(jo, 'Ana');
  await jo.getByRole('button', { name: 'Start a call' }).click();
  await jo.getByRole('button', { name: 'Start call' }).click();
  await ana.getByRole('button', { name: 'Accept', exact: true }).click();
  await flows([jo, ana]);

  for (const [stage, page] of [
    [one, jo],
    [two, ana],
  ] as const) {
    await stage.kill();
    await lost(page).waitFor();
    await flows([jo, ana]);
    await stage.start();
    await lost(page).waitFor({ state: 'detached' });
    await flows([jo, ana]);
  }

  for (const wire of cluster.wires) wire.cut();
  await flows([jo, ana]);
  await jo.getByRole('button', { name: 'Mute', exact: true }).click();
  for (const wire of cluster.wires) wire.mend();
  await ana.getByRole('group', { name: /^Jo.*muted/ }).waitFor();
  await jo.getByRole('button', { name: 'Unmute', exact: true }).click();
  await flows([jo, ana]);

  expect(await ana.getByRole('alertdialog').count()).toBe(0);
  await jo.getByRole('button', { name: 'Leave call' }).click();
  for (const page of [jo, ana]) {
    await page.getByRole('region', { name: /^Call · 2 people/ }).waitFor();
    expect(await page.getByRole('region', { name: /^Call · / }).count()).toBe(1);
  }
});
