import { appendFileSync } from 'node:fs';
import { commands } from '@parley/shared/events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApiDocument } from './test/jsonSchema.js';
import {
  Cast,
  columns,
  renewProofs,
  type Column,
  type HolderColumn,
  type Scene,
} from './test/permissions/cast.js';
import { beyondMember } from './test/permissions/holders.js';
import { elsewhere } from './test/permissions/elsewhere.js';
import { commandRows, rows, type CommandRow, type Row } from './test/permissions/rows.js';
import { startServer, type TestServer } from './test/startServer.js';

const signs: Record<number, string> = { 401: 'u', 403: 'f', 404: 'n', 409: 'c', 400: 'i', 422: 'i' };
const signOf = (status: number): string => (status < 300 ? '+' : (signs[status] ?? `(${status})`));
const methodOf = ({ at }: Row) => at.split(' ')[0] as 'get' | 'post' | 'put' | 'patch' | 'delete';
const pathOf = ({ at }: Row, ids: Record<string, string>): string =>
  (at.split(' ')[1] ?? '').replace(/:(\w+)/g, (_, name: string) => ids[name] ?? '0'.repeat(24));

async function ask(row: Row, { actor, server, ...scene }: Scene, ids: Record<string, string>) {
  const path = pathOf(row, ids) + (row.query?.({ actor, server, ...scene }) ?? '');
  const method = methodOf(row);
  const token = actor.granted.accessToken;
  const test = server.api()[method](`/api/v1${path}`);
  if (token !== '') void test.set('authorization', `Bearer ${token}`);
  const file = await row.file?.();
  if (file) return await test.attach('file', file.bytes, file.name);
  return method === 'get' ? await test : await test.send(row.body?.({ actor, server, ...scene }) ?? {});
}

const randomId = (): string =>
  Array.from({ length: 24 }, () => Math.floor(Math.random() * 16).toString(16)).join('');

/** A response without what differs for each request. */
const said = (body: unknown): object => ({ ...(body as object), requestId: undefined });

/** The outcome of a request in a scene; “not found” must not reveal whether it exists. */
async function outcome(row: Row, scene: Scene): Promise<string> {
  const { emoji, ...ids } = scene.ids;
  const answer = await ask(row, scene, scene.ids);
  if (answer.status === 404) {
    const nowhere = Object.fromEntries(Object.keys(ids).map((name) => [name, randomId()]));
    const unknown = await ask(row, scene, emoji === undefined ? nowhere : { ...nowhere, emoji });
    expect(said(unknown.body), row.at).toEqual(said(answer.body));
  }
  return signOf(answer.status);
}

/** Reading changes nothing: such requests share one scene for each column. */
const readsOnly = (row: Row): boolean => methodOf(row) === 'get' && !row.before && !row.inside;

/** The outcome of a command on a socket of the actor. */
async function commanded({ at, before, input }: CommandRow, scene: Scene): Promise<string> {
  const ears = await scene.actor.connect().catch(() => undefined);
  if (!ears) return 'u';
  const ids = (await before?.(scene, ears)) ?? {};
  const answer = await ears.ask(at, input(scene, ids) as never);
  ears.close();
  return signOf(answer.ok ? 200 : answer.error.status);
}

const grouped = (found: string[]): string =>
  [found.slice(0, 7), found.slice(7, 12), found.slice(12)].map((group) => group.join('')).join(' ');

/** Whose outcomes the holders of custom roles have otherwise. */
const usualOf: Record<HolderColumn, Column> = {
  deputy: 'member',
  inviter: 'member',
  deputyOutside: 'outsider',
};

/** For `npm run mutate:permissions`: which checks each row has reached. */
const reachedFile = process.env['PARLEY_REACHED'];
const noted = globalThis as { reachedChecks?: number[] };
beforeEach(() => {
  if (reachedFile !== undefined) noted.reachedChecks = [];
});
afterEach(({ task }) => {
  if (reachedFile !== undefined)
    appendFileSync(reachedFile, `${JSON.stringify({ row: task.name, reached: noted.reachedChecks })}\n`);
});

describe('who may do what', { timeout: 300_000 }, () => {
  it('is written down for every route that is mounted', async () => {
    await using server = await startServer();
    const { paths } = (await server.api().get('/api/v1/openapi.json').expect(200)).body as ApiDocument;
    const mounted = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const written = new Set([...rows.map(({ at }) => at.replace(/ \(.*$/, '')), ...Object.keys(elsewhere)]);
    expect(mounted.filter((at) => !written.has(at))).toEqual([]);
    expect([...written].filter((at) => !mounted.includes(at))).toEqual([]);
  });

  describe('is so for', () => {
    let server: TestServer;
    let cast: Cast;
    const shared = new Map<Column, Promise<Scene>>();
    beforeAll(async () => {
      server = await startServer();
      cast = new Cast(server, await server.register('boss'));
    });
    afterAll(() => server[Symbol.asyncDispose]());

    beforeEach(() => renewProofs(server));

    const sharedScene = (column: Column): Promise<Scene> => {
      const scene = shared.get(column) ?? cast.setScene(column);
      shared.set(column, scene);
      return scene;
    };

    it.each(rows)('$at', async (row) => {
      const cells = columns.map(async (column) =>
        outcome(row, await (readsOnly(row) ? sharedScene(column) : cast.setScene(column, row))),
      );
      const found = grouped(await Promise.all(cells));
      await row.after?.(cast);
      expect(found).toBe(row.outcomes);
    });
  });

  it('is for holders of custom roles what it is for those without, but for what the role gives', async () => {
    await using server = await startServer();
    const cast = new Cast(server, await server.register('boss'));
    const holders = Object.keys(beyondMember) as HolderColumn[];
    const reading = await Promise.all(holders.map((holder) => cast.setScene(holder)));
    const found: typeof beyondMember = { deputy: {}, inviter: {}, deputyOutside: {} };
    for (const row of rows) {
      await renewProofs(server);
      const cells = holders.map(async (holder, at) => {
        const usual = row.outcomes.replaceAll(' ', '')[columns.indexOf(usualOf[holder])];
        // A role only adds.
        if (usual === '+') return;
        const scene = readsOnly(row) ? reading[at] : undefined;
        const sign = await outcome(row, scene ?? (await cast.setScene(holder, row)));
        if (sign !== usual) found[holder][row.at] = `${usual} → ${sign}`;
      });
      await Promise.all(cells);
      await row.after?.(cast);
    }
    expect(found).toEqual(beyondMember);
  });

  it('is so for every command', async () => {
    expect([...new Set(commandRows.map(({ at }) => at))]).toEqual(Object.keys(commands));
    const nameOf = ({ at, scene = '' }: CommandRow): string => `${at} ${scene}`;
    await using server = await startServer();
    const cast = new Cast(server, await server.register('boss'));
    const scenes = await Promise.all(columns.map((column) => cast.setScene(column)));
    const found: Record<string, string> = {};
    for (const row of commandRows)
      found[nameOf(row)] = grouped(await Promise.all(scenes.map((scene) => commanded(row, scene))));
    expect(found).toEqual(Object.fromEntries(commandRows.map((row) => [nameOf(row), row.outcomes])));
  });
});
