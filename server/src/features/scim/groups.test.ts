import { describe, expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';
import { GROUP, PATCH_OP, type Json } from './scim.names.js';
import { fault, program } from './test/program.js';

const membersOf = (group: unknown): string[] =>
  ((group as { members?: { value: string }[] }).members ?? []).map(({ value }) => value).sort();

describe('groups by SCIM', () => {
  it('are groups here, whose people come and go as the program says', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const entra = await program(alice, server);
    const send = (path: string, body: object, verb: 'post' | 'put' | 'patch' = 'post') =>
      entra.send(verb, path).send(JSON.stringify(body));
    const made = await send('/Groups', {
      schemas: [GROUP],
      displayName: 'Tour Guides',
      externalId: 'e1',
      members: [{ value: bob.userId }],
    }).expect(201);
    const { id, meta } = made.body as { id: string; meta: { version: string } };
    expect(made.body).toMatchObject({
      displayName: 'Tour Guides',
      externalId: 'e1',
      members: [{ value: bob.userId, $ref: `${server.url}/scim/v2/Users/${bob.userId}` }],
    });
    const { groups } = (await alice.get('/groups').expect(200)).body as { groups: Json[] };
    expect(groups).toMatchObject([
      { groupId: id, handle: 'tour-guides', name: 'Tour Guides', memberCount: 1 },
    ]);
    const ofBob = await entra.send('get', `/Users/${bob.userId}`).expect(200);
    expect(ofBob.body).toMatchObject({ groups: [{ value: id, display: 'Tour Guides' }] });

    const patch = (...Operations: object[]) =>
      send(`/Groups/${id}`, { schemas: [PATCH_OP], Operations }, 'patch');
    const added = await patch({
      op: 'Add',
      path: 'members',
      value: [{ value: eve.userId }, { value: bob.userId }],
    });
    expect(membersOf(added.body)).toEqual([bob.userId, eve.userId].sort());
    expect(
      membersOf((await patch({ op: 'remove', path: `members[value eq "${bob.userId}"]` })).body),
    ).toEqual([eve.userId]);
    expect(
      membersOf((await patch({ op: 'Remove', path: 'members', value: [{ value: eve.userId }] })).body),
    ).toEqual([]);
    expect((await patch({ op: 'replace', value: { id, displayName: 'Guides' } })).body).toMatchObject({
      displayName: 'Guides',
    });
    const found = await entra
      .send('get', '/Groups?filter=displayName+eq+%22guides%22&excludedAttributes=members')
      .expect(200);
    expect((found.body as { Resources: Json[] }).Resources).toMatchObject([{ id, displayName: 'Guides' }]);
    expect((found.body as { Resources: Json[] }).Resources[0]).not.toHaveProperty('members');
    const stale = await entra
      .send('put', `/Groups/${id}`)
      .set('if-match', meta.version)
      .send(JSON.stringify({ displayName: 'X' }));
    expect(stale.body).toEqual(fault(412));
    for (const [body, expected] of [
      [{ displayName: 'GUIDES' }, fault(409, 'uniqueness')],
      [{ displayName: '' }, fault(400, 'invalidValue')],
      [{ displayName: 'More', members: [{ value: id }] }, fault(400, 'invalidValue')],
      [{ displayName: 'More', members: [{ value: { $ne: 1 } }] }, fault(400, 'invalidValue')],
    ] as const)
      expect((await send('/Groups', body)).body).toEqual(expected);
    await entra.send('delete', `/Groups/${id}`).set('if-match', meta.version).expect(412);
    await entra.send('delete', `/Groups/${id}`).expect(204);
    await entra.send('get', `/Groups/${id}`).expect(404);
    const log = await alice.get('/audit?by=scim').expect(200);
    expect((log.body as { entries: { action: string }[] }).entries.map(({ action }) => action)).toContain(
      'group.deleted',
    );
  });

  it('are changed by one of several who have read the same version, on two servers', async () => {
    await using first = await startServer();
    const { alice, bob, eve } = await first.cast();
    await using second = await startServer({}, new URL(first.uri).pathname.slice(1));
    const entra = await program(alice, first);
    const people = [alice, bob, eve].map(({ userId }) => userId);
    const made = await entra
      .send('post', '/Groups')
      .send(JSON.stringify({ displayName: 'Guides' }))
      .expect(201);
    const { id } = made.body as { id: string };
    const read = async (): Promise<{ displayName: string; members: unknown[]; version: string }> => {
      const answer = await entra.send('get', `/Groups/${id}`).expect(200);
      const { displayName, members, meta } = answer.body as {
        displayName: string;
        members: unknown[];
        meta: { version: string };
      };
      return { displayName, members, version: meta.version };
    };
    const at = (i: number) => (i % 2 === 0 ? first : second);
    const put = (i: number, version: string, label: string) =>
      entra
        .send('put', `/Groups/${id}`, at(i))
        .set('if-match', version)
        .send(JSON.stringify({ displayName: label, members: [{ value: people[i % 3] }] }));
    const add = (i: number, version = '*') =>
      entra
        .send('patch', `/Groups/${id}`, at(i))
        .set('if-match', version)
        .send(
          JSON.stringify({
            schemas: [PATCH_OP],
            Operations: [{ op: 'add', path: 'members', value: [{ value: people[i] }] }],
          }),
        );
    for (let round = 0; round < 5; round++) {
      const { version } = await read();
      const answers = await Promise.all(
        [0, 1, 2, 3, 4, 5].map((i) => put(i, version, `Guides ${round}.${i}`)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
      const won = answers.findIndex(({ status }) => status === 200);
      // Name and people are of one and the same request.
      const now = await read();
      expect([now.displayName, membersOf(now)]).toEqual([`Guides ${round}.${won}`, [people[won % 3]]]);
      const refused = await add(won === 0 ? 1 : 0, version);
      expect(refused.body).toEqual(fault(412));
    }
    // Who does not name a version loses nothing: each addition is made to what there is.
    await Promise.all([0, 1, 2].map((i) => add(i).expect(200)));
    expect(membersOf(await read())).toEqual([...people].sort());
    const { version } = await read();
    const ended = await Promise.all([
      entra.send('delete', `/Groups/${id}`).set('if-match', version),
      put(1, version, 'Late'),
    ]);
    expect(ended.filter(({ status }) => status < 300)).toHaveLength(1);
  });
});
