import type { SyncView } from '@parley/shared/sync';
import type { UserView } from '@parley/shared/users';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { describe, expect, it } from 'vitest';
import { find, generalRoom, privateRoom } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';
import { giveRoomsToBots } from './webhooks.migrations.js';
import { Messages } from '../messages/messages.model.js';
import { Users } from '../users/users.model.js';

const hookIn = async (person: Person, roomId: string, name: string): Promise<CreatedWebhook> =>
  (await person.post(`/rooms/${roomId}/webhooks`, { name }).expect(201)).body as CreatedWebhook;

/** Everywhere a person could see a webhook: the list, the sync, by its id, and by its name in a search. */
async function seen(person: Person, hook: CreatedWebhook): Promise<boolean[]> {
  const { users } = (await person.get('/users').expect(200)).body as { users: UserView[] };
  const sync = (await person.get('/sync').expect(200)).body as SyncView;
  const one = await person.get(`/users/${hook.userId}`);
  const { unknown } = await find(person, `word from:"${hook.name}"`);
  const has = (list: UserView[]): boolean => list.some(({ userId }) => userId === hook.userId);
  return [has(users), has(sync.users), one.status === 200, unknown.length === 0];
}
const yes = [true, true, true, true];
const no = [false, false, false, false];

describe('a webhook', () => {
  it('of a private room is seen by its people alone, from when they come in until they leave', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const [inside, outside] = [await bob.connect(), await eve.connect()];
    const { roomId } = await privateRoom(alice, [bob]);
    await inside.wait('membership:changed');
    const hook = await hookIn(alice, roomId, 'Layoffs Bot');
    await inside.wait('user:changed', ({ user }) => user.userId === hook.userId);
    expect([await seen(alice, hook), await seen(bob, hook), await seen(eve, hook)]).toEqual([yes, yes, no]);
    await eve.get(`/users/${hook.userId}`).expect(404);

    await alice.put(`/rooms/${roomId}/members/${eve.userId}`).expect(200);
    await outside.wait('user:changed', ({ user }) => user.userId === hook.userId);
    expect(await seen(eve, hook)).toEqual(yes);
    await alice.delete(`/rooms/${roomId}/members/${eve.userId}`).expect(204);
    expect(await seen(eve, hook)).toEqual(no);
    const before = outside.of('user:changed').length;
    await alice.delete(`/webhooks/${hook.webhookId}`).expect(204);
    await inside.wait('user:changed', ({ user }) => user.userId === hook.userId && !user.active);
    // Eve receives this change, and it comes after the webhook's.
    await alice.patch('/me', { statusText: 'here' }).expect(200);
    await outside.wait('user:changed', ({ user }) => user.statusText === 'here');
    expect(
      outside
        .of('user:changed')
        .slice(before)
        .map(({ user }) => user.userId),
    ).toEqual([alice.userId]);
    // Its messages stay, and so does its name for members.
    expect(await seen(bob, hook)).toEqual(yes);
  });

  it('of a public room is seen by all but guests who are not in it', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = (await alice.post('/rooms', { type: 'public', name: 'Builds' }).expect(201)).body as {
      roomId: string;
    };
    const hook = await hookIn(alice, room.roomId, 'Build Bot');
    const general = await hookIn(alice, await generalRoom(alice), 'News Bot');
    await alice.patch(`/users/${eve.userId}`, { role: 'guest' }).expect(200);
    expect([await seen(bob, hook), await seen(eve, hook), await seen(eve, general)]).toEqual([yes, no, yes]);
  });

  it('of before is given its room: by its webhook, or by what it said', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, []);
    const hooks = [await hookIn(alice, roomId, 'Live'), await hookIn(alice, roomId, 'Removed')];
    await server
      .api()
      .post(hooks[1]?.path ?? '')
      .send({ text: 'a word' })
      .expect(200);
    expect(await Messages(server.app.server).countDocuments({ authorId: hooks[1]?.userId ?? '' })).toBe(1);
    await alice.delete(`/webhooks/${hooks[1]?.webhookId ?? ''}`).expect(204);
    await Users(server.app.server).updateMany({ bot: true }, { $unset: { speaksIn: 1 } });
    for (const hook of hooks) expect(await seen(alice, hook)).toEqual(no);
    await giveRoomsToBots(server.app.server.connection);
    await giveRoomsToBots(server.app.server.connection);
    for (const hook of hooks) expect([await seen(alice, hook), await seen(bob, hook)]).toEqual([yes, no]);
  });
});
