import type { CreatedAccessToken, TokenScope } from '@parley/shared/accessTokens';
import type { SignedIn } from '@parley/shared/sessions';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere } from '../test/build.js';
import { Person, startServer, type TestServer } from '../test/startServer.js';
import { migrate } from './migrations.js';
import { migrations } from '../features.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
interface Operation {
  method: Method;
  path: string;
  security: Record<string, string[]>[];
}

/** Every route of the API's own description, with its callers. */
async function operationsOf(server: TestServer): Promise<Operation[]> {
  const { paths } = (await server.api().get('/api/v1/openapi.json').expect(200)).body as {
    paths: Record<string, Record<string, { security?: Operation['security'] }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security = [] }]) => ({
      method: method as Method,
      path: path.replace(/\{\w+\}/g, nowhere),
      security,
    })),
  );
}

async function programOf(server: TestServer, person: Person, scope: TokenScope): Promise<Person> {
  const made = await person.post('/me/tokens', { name: scope, scope }).expect(201);
  return new Person(server, { accessToken: (made.body as CreatedAccessToken).token } as SignedIn, scope);
}

const ask = (person: Person, { method, path }: Operation) =>
  method === 'get' || method === 'delete' ? person[method](path) : person[method](path, { nonsense: true });

const ranks: TokenScope[] = ['read', 'write', 'admin'];

describe('the scope of an access token', () => {
  it('holds on every route as the API’s description says, for all three', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const programs = await Promise.all(ranks.map((scope) => programOf(server, alice, scope)));
    const operations = await operationsOf(server);
    const needed = operations.flatMap((operation) => {
      const scope = operation.security.flatMap(({ token }) => token ?? [])[0] as TokenScope | undefined;
      return operation.security.length === 0 ? [] : [{ operation, scope }];
    });
    expect(needed.filter(({ scope }) => scope === undefined).length).toBeGreaterThan(10);
    for (const scope of ranks) expect(needed.filter((one) => one.scope === scope).length).toBeGreaterThan(3);
    const faults: string[] = [];
    const check = async (operation: Operation, scope: TokenScope | undefined): Promise<void> => {
      const answers = await Promise.all(programs.map((program) => ask(program, operation)));
      for (const [rank, { status, body }] of answers.entries()) {
        const enough = scope !== undefined && rank >= ranks.indexOf(scope);
        const refused = status === 403 && /access token/.test((body as { detail?: string }).detail ?? '');
        if (refused === enough)
          faults.push(`${ranks[rank]}: ${operation.method} ${operation.path} ${status}`);
      }
    };
    while (needed.length > 0)
      await Promise.all(needed.splice(0, 8).map(({ operation, scope }) => check(operation, scope)));
    expect(faults).toEqual([]);
  }, 180_000);

  it('holds on sockets', async () => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const roomId = await generalRoom(alice);
    for (const scope of ranks) {
      const ears = await (await programOf(server, alice, scope)).connect();
      expect(await ears.ask('room:open', { roomId, sinceRev: null })).toMatchObject({ ok: true });
      const sent = await ears.ask('message:send', { roomId, clientId: randomUUID(), text: 'hi' });
      expect(sent.ok).toBe(scope !== 'read');
    }
  });

  it('of tokens from before it was there goes on as it was', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const programs = await Promise.all([alice, bob].map((person) => programOf(server, person, 'write')));
    const { connection } = server.app.server;
    await connection
      .collection<{ _id: string }>('schema')
      .updateOne({ _id: 'schema' }, { $set: { version: 11 } });
    await migrate(connection, migrations, () => undefined);
    const [owner, member] = programs as [Person, Person];
    await owner.get('/invites').expect(200);
    await member.get('/invites').expect(403);
    const roomId = await generalRoom(alice);
    for (const program of programs)
      await program.post(`/rooms/${roomId}/messages`, { text: 'as before' }).expect(201);
  });
});
