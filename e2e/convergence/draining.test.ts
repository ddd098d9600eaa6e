import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { Client } from '../world/client';
import { DatabaseProcess, Node } from '../world/programs';
import { until } from '../world/until';
import { Wire } from '../world/wire';

const redisUrl = inject('redisUrl');
const PEOPLE = 20;
/** What docs/scaling.md promises of a rolling update, in ms. */
const LONGEST_MS = 5000;

it.skipIf(redisUrl === undefined)(
  'a node that is ended hands its people over: nobody is away for five seconds, and what they said meanwhile is there once',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-draining-'));
    const database = new DatabaseProcess(join(folder, 'db'));
    await database.start();
    const shared = { MONGODB_URI: database.uri('parley'), REDIS_URL: redisUrl ?? '', PARLEY_DATA: folder };
    const nodes = [new Node(shared), new Node(shared)] as const;
    for (const node of nodes) await node.start();
    const clients: Client[] = [];
    await using _ended = {
      [Symbol.asyncDispose]: async () => {
        for (const client of clients) {
          client.core.stop();
          client.wire.close();
        }
        await Promise.all(nodes.map((node) => node.kill()));
        await database.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
    for (let i = 0; i < PEOPLE; i++) {
      const client = new Client(`person${i}`, await new Wire(nodes[0]).listen());
      clients.push(client);
      await client.register();
    }
    const stateOf = ({ store }: Client): string => store.getState().session.connection;
    const all = (state: string): boolean => clients.every((client) => stateOf(client) === state);
    await until(() => all('online'), 'all are there');
    const roomId = clients[0]?.generalId ?? '';
    for (const { core } of clients) await core.rooms.enterRoom(roomId);

    const away = clients.map((client) => {
      const spells: number[] = [];
      let since: number | undefined;
      client.store.subscribe(() => {
        const online = stateOf(client) === 'online';
        if (!online) since ??= performance.now();
        else if (since !== undefined) {
          spells.push(performance.now() - since);
          since = undefined;
        }
      });
      return spells;
    });
    // The balancer in front routes no connections to it any more.
    for (const { wire } of clients) wire.to = nodes[1];
    const ended = nodes[0].stop();
    for (const client of clients) await client.say(roomId);
    await ended;
    await until(() => away.every((spells) => spells.length > 0) && all('online'), 'all are back');
    expect(Math.max(...away.flat())).toBeLessThan(LONGEST_MS);

    await until(() => clients.every(({ pending }) => pending === 0), 'all is said');
    const saidBy = (client: Client): string[] => client.messages(roomId).map(({ text }) => text);
    const said = clients.flatMap((client) => client.said).sort();
    const shown = (client: Client): string[] =>
      saidBy(client)
        .filter((text) => said.includes(text))
        .sort();
    await until(() => clients.every((client) => shown(client).length >= said.length), 'all is shown');
    for (const client of clients) expect(shown(client)).toEqual(said);
  },
);
