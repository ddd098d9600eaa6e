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
    await entra.send('delete', `/Groups/${id}`).expect(204);
    await entra.send('get', `/Groups/${id}`).expect(404);
    const log = await alice.get('/audit?by=scim').expect(200);
    expect((log.body as { entries: { action: string }[] }).entries.map(({ action }) => action)).toContain(
      'group.deleted',
    );
  });
});
