import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';
import { PATCH_OP, type Json } from './scim.names.js';
import { program, type Verb } from './test/program.js';

describe('SCIM under load and attack', () => {
  it('makes one of several that are made at once, on two servers', async () => {
    await using first = await startServer();
    const alice = await first.register('alice');
    await using second = await startServer({}, new URL(first.uri).pathname.slice(1));
    const okta = await program(alice, first);
    const outcomes = await Promise.all(
      [first, second, first, second].map((at) =>
        okta.send('post', '/Users', at).send(JSON.stringify({ userName: 'jo@example.com' })),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const made = outcomes.find(({ status }) => status === 201)?.body as Json;
    const { version } = made['meta'] as { version: string };
    const changes = await Promise.all(
      [first, second].map((at, i) =>
        okta
          .send('patch', `/Users/${String(made['id'])}`, at)
          .set('if-match', version)
          .send(
            JSON.stringify({
              schemas: [PATCH_OP],
              Operations: [{ op: 'replace', path: 'displayName', value: `Jo ${i}` }],
            }),
          ),
      ),
    );
    expect(changes.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await okta.find('userName sw "jo"')).toEqual(['jo@example.com']);
  });

  it('answers hostile requests in its own format, and stays up', async () => {
    await using server = await startServer({ RATE_LIMITS: 'false' });
    const { alice, bob } = await server.cast();
    const okta = await program(alice, server, true);
    const path = fc.oneof(
      fc.constantFrom(
        '/Users',
        `/Users/${bob.userId}`,
        '/Users/.search',
        '/Bulk',
        '/Me',
        '/Schemas',
        '/Users/__proto__',
      ),
      fc
        .string({ maxLength: 20 })
        .map(
          (text) =>
            `/Users?filter=${encodeURIComponent(text.toWellFormed())}&count=${encodeURIComponent(text.toWellFormed())}`,
        ),
    );
    const json = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.string({ maxLength: 60 }),
      fc.constantFrom('{"__proto__":{"admin":true}}', '{"userName":{"$ne":null}}', '['.repeat(5000)),
      fc.jsonValue({ maxDepth: 3 }).map((value) =>
        JSON.stringify({
          schemas: [PATCH_OP],
          Operations: [
            { op: 'replace', path: 'active', value },
            { op: 'add', value },
          ],
        }),
      ),
    );
    const verbs = fc.constantFrom<Verb>('get', 'post', 'put', 'patch');
    await fc.assert(
      fc.asyncProperty(verbs, path, json, async (verb, at, body) => {
        const test = okta.send(verb, at);
        const { status, headers } = verb === 'get' ? await test : await test.send(body);
        expect(status).not.toBe(500);
        if (status !== 304 && status !== 204)
          expect(headers['content-type']).toContain('application/scim+json');
      }),
      { seed: 7643, numRuns: 250 },
    );
    await alice.get('/me').expect(200);
  }, 180_000);
});
