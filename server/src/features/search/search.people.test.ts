import type { SearchPage } from '@parley/shared/search';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { describe, expect, it } from 'vitest';
import { generalRoom, privateRoom, say } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

async function find(person: Person, q: string): Promise<SearchPage> {
  return (await person.get(`/search?q=${encodeURIComponent(q)}`).expect(200)).body as SearchPage;
}
const texts = async (person: Person, q: string): Promise<string[]> =>
  (await find(person, q)).hits.map(({ text }) => text);

describe('from:', () => {
  it('finds people by user name, by full name with or without quotes, and by a part of it that is theirs alone', async () => {
    await using server = await startServer();
    const owner = await server.register('owner');
    const ana = await server.register('amr', { displayName: 'Ana Máire Owner' });
    const jo = await server.register('jo', { displayName: 'José Luis' });
    const luis = await server.register('luis', { displayName: 'Luis Ana' });
    const general = await generalRoom(owner);
    await say(ana, general, 'plan of ana');
    await say(jo, general, 'plan of jo');
    await say(luis, general, 'plan of luis');
    for (const q of [
      'from:amr',
      'From:amr',
      'FROM:@AMR',
      'from:"Ana Máire Owner"',
      'from:"ana maire owner"',
      'from:@"Ana Máire Owner"',
      'from:Ana Maire Owner',
      'plan from:ana maire owner',
      'from:ana maire owner plan',
      'from:maire',
      'from:“Ana Máire Owner”',
    ])
      expect(await texts(owner, q), q).toEqual(['plan of ana']);
    expect(await texts(owner, 'from:jose plan')).toEqual(['plan of jo']);
    expect(await texts(owner, 'from:josé luis')).toEqual(['plan of jo']);
    // A user name comes before a part of a name, and the words behind it are words of the search.
    expect(await texts(owner, 'from:luis')).toEqual(['plan of luis']);
    expect(await texts(owner, 'from:luis ana')).toEqual([]);
    expect(await texts(owner, 'plan -from:"Luis Ana" -from:jo')).toEqual(['plan of ana']);
    // Two people match: neither is chosen, and the filter is reported.
    expect(await find(owner, 'from:ana')).toMatchObject({ hits: [], unknown: ['from:ana'] });
    expect(await find(owner, 'plan from:nobody')).toMatchObject({ hits: [], unknown: ['from:nobody'] });
  });

  it('finds people who have left, webhooks, and people by the name they had', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const general = await generalRoom(alice);
    await say(bob, general, 'bob was here');
    await say(eve, general, 'eve is here');
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    for (const q of ['from:bob', 'from:@bob', 'from:"Bob"', 'here from:BOB'])
      expect(await texts(alice, q), q).toEqual(['bob was here']);
    await alice.put(`/users/${eve.userId}/username`, { username: 'evelyn' }).expect(200);
    for (const q of ['from:eve', 'from:evelyn']) expect(await texts(alice, q), q).toEqual(['eve is here']);
    const hook = (await alice.post(`/rooms/${general}/webhooks`, { name: 'Build Bot' }).expect(201))
      .body as CreatedWebhook;
    await server.api().post(hook.path).send({ text: 'build is here' }).expect(200);
    expect(await texts(alice, 'from:"build bot"')).toEqual(['build is here']);
  });

  it('gives of others’ rooms nothing, whoever is asked for', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob], 'Café Münster');
    await say(alice, room.roomId, 'a secret');
    for (const q of ['from:alice', 'from:"Alice"', 'in:"Café Münster"', 'in:cafe-munster'])
      expect(await texts(eve, `secret ${q}`)).toEqual([]);
    expect((await find(eve, 'in:cafe-munster secret')).unknown).toEqual(['in:cafe-munster']);
    expect((await find(eve, 'in:nowhere secret')).unknown).toEqual(['in:nowhere']);
    expect(await texts(bob, 'in:cafe-munster secret')).toEqual(['a secret']);
  });
});

describe('what is not understood', () => {
  it('is told, also where nothing else was asked', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await say(alice, await generalRoom(alice), 'form:jo is text');
    expect(await find(alice, 'has:foo')).toMatchObject({ hits: [], unknown: ['has:foo'] });
    expect(await find(alice, 'from:')).toMatchObject({ hits: [], unknown: ['from:'] });
    expect((await find(alice, 'text Has:Money before:soon')).unknown).toEqual(['Has:Money', 'before:soon']);
    // What looks like a filter and is none is searched as text; the page shows that (`readSearch`).
    expect(await texts(alice, 'form:jo')).toEqual(['form:jo is text']);
  });
});
