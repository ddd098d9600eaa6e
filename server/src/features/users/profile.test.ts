import type { UserView } from '@parley/shared/users';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { picture } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';
import { sweepStatuses } from './users.actions.js';

const setPicture = (person: Person, bytes: Buffer, name = 'me.png') =>
  person.putFile('/me/picture', bytes, name);

describe('a picture', () => {
  it('is seen by everybody here, a square without the rest of the file, until it is removed', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const ears = await bob.connect();
    const bytes = await picture(900, 500)
      .withExif({ IFD0: { Copyright: 'private' } })
      .png()
      .toBuffer();
    const me = (await setPicture(alice, bytes).expect(200)).body as UserView;
    expect(me.picture).toEqual(expect.any(Number));
    expect((await ears.wait('user:changed')).user).toMatchObject({
      userId: alice.userId,
      picture: me.picture,
    });
    const seen = await bob
      .get(`/files/people/${alice.userId}?at=${String(me.picture)}`)
      .buffer(true)
      .expect(200)
      .expect('content-type', 'image/webp');
    const { width, height, format, exif } = await sharp(seen.body as Buffer).metadata();
    expect([width, height, format, exif]).toEqual([256, 256, 'webp', undefined]);
    await server.api().get(`/api/v1/files/people/${alice.userId}`).expect(401);
    expect(((await alice.delete('/me/picture').expect(200)).body as UserView).picture).toBeNull();
    await alice.delete('/me/picture').expect(200);
    await bob.get(`/files/people/${alice.userId}`).expect(404);
  });

  it('must be an image', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    await setPicture(
      alice,
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'x.png',
    ).expect(400);
    await setPicture(alice, (await picture(300, 300).jpeg().toBuffer()).subarray(0, 400)).expect(400);
    await alice.put('/me/picture', {}).expect(400);
    expect(((await alice.get('/me').expect(200)).body as UserView).picture).toBeNull();
  });
});

describe('a status', () => {
  it('ends by itself when it was given an end, for everybody to see, and a newer one is left alone', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const ears = await bob.connect();
    const until = new Date(Date.now() + 60_000).toISOString();
    const set = { statusText: 'at lunch', statusEmoji: '🥪', statusUntil: until };
    expect((await alice.patch('/me', set).expect(200)).body).toMatchObject(set);
    await sweepStatuses(server.app.server, new Date());
    expect((await alice.get('/me')).body).toMatchObject(set);
    await sweepStatuses(server.app.server, new Date(Date.now() + 61_000));
    expect((await ears.wait('user:changed', ({ user }) => user.statusText === '')).user).toMatchObject({
      statusUntil: null,
      statusEmoji: '',
    });
    await alice.patch('/me', set).expect(200);
    expect((await alice.patch('/me', { statusText: 'back' }).expect(200)).body).toMatchObject({
      statusText: 'back',
      statusUntil: null,
    });
    await sweepStatuses(server.app.server, new Date(Date.now() + 61_000));
    expect((await alice.get('/me')).body).toMatchObject({ statusText: 'back' });
    for (const wrong of [{ statusUntil: 'soon' }, { timeZone: 'Mars' }])
      await alice.patch('/me', wrong).expect(400);
    expect((await alice.patch('/me', { timeZone: 'Asia/Tokyo' }).expect(200)).body).toMatchObject({
      timeZone: 'Asia/Tokyo',
    });
  });
});
