import type { CreatedScimToken } from '@parley/shared/scim';
import { describe, expect, it } from 'vitest';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { ScimTokens } from './scim.model.js';
import { USER, type Json } from './scim.names.js';
import { fault, program } from './test/program.js';

const signIn = (server: TestServer, login: string, password: string) =>
  server.api().post('/api/v1/auth/login').send({ login, password });

const actions = async (owner: Person): Promise<string[]> => {
  const answer = await owner.get('/audit?by=scim').expect(200);
  return (answer.body as { entries: { action: string }[] }).entries.map(({ action }) => action).reverse();
};

describe('SCIM', () => {
  it('makes people, whom everybody sees at once, and who are found by what the program calls them', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const ears = await alice.connect();
    const okta = await program(alice, server);
    const made = await okta.make('BJensen@example.com', {
      externalId: '701984',
      name: { givenName: 'Barbara', familyName: 'Jensen' },
      emails: [
        { value: 'home@example.com', type: 'home' },
        { value: 'BJensen@example.com', type: 'work' },
      ],
      phoneNumbers: [{ value: '555' }],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Tours' },
    });
    expect(made).toMatchObject({
      userName: 'BJensen@example.com',
      nickName: 'bjensen',
      displayName: 'Barbara Jensen',
      active: true,
      emails: [{ value: 'bjensen@example.com', type: 'work' }],
      meta: { resourceType: 'User', location: `${server.url}/scim/v2/Users/${String(made['id'])}` },
    });
    await ears.wait('user:changed', ({ user }) => user.username === 'bjensen');
    expect(await okta.find('userName eq "bjensen@EXAMPLE.com"')).toEqual(['BJensen@example.com']);
    expect(await okta.find('externalId eq "701984" and not (active eq false)')).toEqual([
      'BJensen@example.com',
    ]);
    // Those who were here before have an address or a user name.
    expect(await okta.find('userName eq "bob"')).toEqual(['bob']);
    expect(await okta.find('userName pr')).toEqual(['alice', 'bob', 'eve', 'BJensen@example.com']);
    const answer = await okta
      .send('get', '/Users?startIndex=2&count=2&attributes=userName,emails.value')
      .expect(200);
    expect(answer.headers['content-type']).toContain('application/scim+json');
    expect(answer.body).toMatchObject({ totalResults: 4, startIndex: 2, itemsPerPage: 2 });
    expect((answer.body as { Resources: Json[] }).Resources[0]).toEqual({
      schemas: [USER],
      id: expect.any(String) as string,
      userName: 'bob',
      emails: [],
    });
    expect(await actions(alice)).toEqual(['person.added']);
    for (const [body, expected] of [
      [{ userName: 'bjensen@EXAMPLE.COM' }, fault(409, 'uniqueness')],
      [{ userName: 'BOB' }, fault(409, 'uniqueness')],
      [{ userName: 'other', emails: [{ value: 'bjensen@example.com' }] }, fault(409, 'uniqueness')],
      [{ userName: '' }, fault(400, 'invalidValue')],
      [{ userName: 'x', emails: [{ value: 'no address' }] }, fault(400, 'invalidValue')],
      [[], fault(400)],
    ] as const)
      expect((await okta.send('post', '/Users').send(JSON.stringify(body))).body).toEqual(expected);
  });

  it('shuts out at once, and lets in again', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const okta = await program(alice, server);
    const token = (
      (await bob.post('/me/tokens', { name: 'x', scope: 'read' }).expect(201)).body as { token: string }
    ).token;
    const ears = await bob.connect();
    const gone = new Promise((resolve) => ears.socket.once('disconnect', resolve));
    expect(
      (await okta.patch(bob.userId, { op: 'Replace', path: 'active', value: 'False' }).expect(200)).body,
    ).toMatchObject({ active: false });
    await gone;
    await bob.get('/me').expect(401);
    await server.api().get('/api/v1/me').set('authorization', `Bearer ${token}`).expect(401);
    await signIn(server, 'bob', 'bob has a long password').expect(401);
    await okta.patch(bob.userId, { op: 'replace', value: { active: true } }).expect(200);
    await signIn(server, 'bob', 'bob has a long password').expect(200);
    expect(await actions(alice)).toEqual(['person.deactivated', 'person.reactivated']);

    await okta.send('delete', `/Users/${bob.userId}`).expect(204);
    await okta.send('get', `/Users/${bob.userId}`).expect(404);
    expect(await okta.find('userName eq "bob"')).toEqual([]);
    await signIn(server, 'bob', 'bob has a long password').expect(401);
    // What he wrote is his; made again he is the same.
    expect(await okta.make('bob')).toMatchObject({ id: bob.userId, active: true });
    await signIn(server, 'bob', 'bob has a long password').expect(200);
  });

  it('leaves owners and admins alone unless it may, and always the last owner', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const okta = await program(alice, server);
    for (const id of [alice.userId, bob.userId]) {
      expect((await okta.patch(id, { op: 'replace', path: 'active', value: false })).body).toEqual(
        fault(403),
      );
      expect((await okta.patch(id, { op: 'replace', path: 'displayName', value: 'X' })).body).toEqual(
        fault(403),
      );
      expect((await okta.send('delete', `/Users/${id}`)).body).toEqual(fault(403));
    }
    const entra = await program(alice, server, true);
    await entra.patch(bob.userId, { op: 'replace', path: 'displayName', value: 'Robert' }).expect(200);
    expect((await entra.patch(alice.userId, { op: 'replace', path: 'active', value: false })).body).toEqual(
      fault(409),
    );
    expect((await entra.send('delete', `/Users/${alice.userId}`)).body).toEqual(fault(409));
    await alice.get('/me').expect(200);
    // Of two owners that are shut out at once one stays.
    await alice.patch(`/users/${eve.userId}`, { role: 'owner' }).expect(200);
    const outcomes = await Promise.all(
      [alice, eve].map(({ userId }) => entra.patch(userId, { op: 'replace', path: 'active', value: false })),
    );
    const owners = await server.app.server.connection
      .collection('users')
      .countDocuments({ role: 'owner', active: true });
    expect(owners).toBeGreaterThanOrEqual(1);
    expect(outcomes.filter(({ status }) => status === 409)).toHaveLength(owners);
  });

  it('replaces, and refuses what somebody else has changed meanwhile', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const okta = await program(alice, server);
    const made = await okta.make('jo', { externalId: 'x', emails: [{ value: 'jo@example.com' }] });
    const at = `/Users/${String(made['id'])}`;
    const first = await okta.send('get', at).expect(200);
    const etag = String(first.headers['etag']);
    await okta.send('get', at).set('if-none-match', etag).expect(304);
    const put = (body: object, ifMatch: string) =>
      okta
        .send('put', at)
        .set('if-match', ifMatch)
        .send(JSON.stringify({ schemas: [USER], ...body }));
    const second = await put({ userName: 'jo.r', displayName: 'Jo Rivera' }, etag).expect(200);
    expect(second.body).toMatchObject({
      userName: 'jo.r',
      nickName: 'jo',
      displayName: 'Jo Rivera',
      emails: [],
      active: true,
    });
    expect(second.body).not.toHaveProperty('externalId');
    expect((await put({ userName: 'jo' }, etag)).body).toEqual(fault(412));
    // A repeat changes nothing, nor does the version.
    const again = await put({ userName: 'jo.r', displayName: 'Jo Rivera' }, '*').expect(200);
    expect(again.headers['etag']).toBe(second.headers['etag']);
    // A change on the admin page counts.
    await alice.patch(`/users/${String(made['id'])}/account`, { displayName: 'Jo R.' }).expect(200);
    expect((await put({ userName: 'jo.r' }, String(second.headers['etag']))).body).toEqual(fault(412));
  });

  it('is open to its tokens alone, until they are revoked', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const okta = await program(alice, server);
    await bob.post('/provisioning/tokens', { name: 'mine' }).expect(403);
    expect(JSON.stringify(await ScimTokens(server.app.server).find().lean())).not.toContain(okta.token);
    const bare = (token: string) => server.api().get('/scim/v2/Users').set('authorization', token);
    for (const token of [
      '',
      'Bearer',
      'Bearer parley_scim_x',
      `Bearer ${alice.granted.accessToken}`,
      `Basic ${okta.token}`,
    ]) {
      const refused = await bare(token).expect(401);
      expect([refused.body, refused.headers['content-type']]).toEqual([
        fault(401),
        expect.stringContaining('application/scim+json'),
      ]);
    }
    // And they open nothing else.
    await server.api().get('/api/v1/me').set('authorization', `Bearer ${okta.token}`).expect(401);
    const { tokens } = (await alice.get('/provisioning/tokens').expect(200)).body as {
      tokens: CreatedScimToken[];
    };
    expect(tokens).toMatchObject([{ name: 'Okta', managesOwners: false }]);
    await bare(`Bearer ${okta.token}`).expect(200);
    await bob.delete(`/provisioning/tokens/${tokens[0]?.tokenId ?? ''}`).expect(403);
    await alice.delete(`/provisioning/tokens/${tokens[0]?.tokenId ?? ''}`).expect(204);
    await bare(`Bearer ${okta.token}`).expect(401);
  });
});
