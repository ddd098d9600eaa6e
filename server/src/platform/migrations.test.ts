import { describe, expect, it } from 'vitest';
import { Types } from 'mongoose';
import { generalRoom, say } from '../test/build.js';
import { startServer, type TestServer } from '../test/startServer.js';
import { migrations, SCHEMA_VERSION } from '../features.js';
import { migrate, schemaVersionOf } from './migrations.js';

const connectionOf = ({ app }: TestServer) => app.server.connection;
const quiet = (): void => undefined;
/** Data from before there were migrations. */
const forgetVersion = (server: TestServer) => connectionOf(server).collection('schema').deleteMany({});

describe('migrations', () => {
  it('run once, in order, and again only from where they were cut off', async () => {
    await using server = await startServer();
    const connection = connectionOf(server);
    await forgetVersion(server);
    const ran: string[] = [];
    let broken = true;
    const steps = [3, 2, 4].map((version) => ({
      version,
      name: `to ${version}`,
      run: () => {
        ran.push(`to ${version}`);
        return broken && version === 3 ? Promise.reject(new Error('the power went out')) : Promise.resolve();
      },
    }));
    await expect(migrate(connection, steps, quiet)).rejects.toThrow('power');
    expect(await schemaVersionOf(connection)).toBe(2);
    broken = false;
    await Promise.all([migrate(connection, steps, quiet), migrate(connection, steps, quiet)]);
    expect(await schemaVersionOf(connection)).toBe(4);
    expect(ran.slice(0, 3)).toEqual(['to 2', 'to 3', 'to 3']);
    expect(ran.filter((name) => name === 'to 2')).toHaveLength(1);
    const before = ran.length;
    await migrate(connection, steps, quiet);
    expect(ran).toHaveLength(before);
    await expect(migrate(connection, steps.slice(0, 2), quiet)).rejects.toThrow('newer Parley');
    expect(await schemaVersionOf(connection)).toBe(4);
  });

  it('find for older answers whom they answer', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const mine = await say(bob, roomId, 'mine');
    const answer = (
      await alice
        .post(`/rooms/${roomId}/messages`, { text: 'an answer', replyToId: mine.messageId })
        .expect(201)
    ).body as { messageId: string };
    const messages = connectionOf(server).collection('messages');
    await messages.updateMany({}, { $unset: { answersId: '' } });
    // One whose message is deleted is skipped.
    await messages.updateOne(
      { text: 'mine' },
      { $set: { replyTo: { messageId: new Types.ObjectId(), seq: 1 } } },
    );
    const inbox = async (): Promise<unknown[]> =>
      ((await bob.get('/inbox').expect(200)).body as { messages: unknown[] }).messages;
    expect(await inbox()).toEqual([]);
    await forgetVersion(server);
    await migrate(connectionOf(server), migrations, quiet);
    expect(await inbox()).toMatchObject([{ messageId: answer.messageId }]);
    expect(await schemaVersionOf(connectionOf(server))).toBe(SCHEMA_VERSION);
  });

  it('give reactions and statuses one form of each emoji, and merge the people of equal forms', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const roomId = await generalRoom(alice);
    const { messageId, rev } = await say(bob, roomId, 'nice');
    await say(bob, roomId, 'nobody reacts');
    const messages = connectionOf(server).collection('messages');
    const users = connectionOf(server).collection('users');
    const idOf = ({ userId }: { userId: string }): Types.ObjectId => new Types.ObjectId(userId);
    await messages.updateOne(
      { _id: new Types.ObjectId(messageId) },
      {
        $set: {
          reactions: [
            { emoji: '❤', userIds: [idOf(alice), idOf(eve)] },
            { emoji: '🎉', userIds: [idOf(bob)] },
            { emoji: '❤️', userIds: [idOf(bob), idOf(alice)] },
          ],
        },
      },
    );
    await users.updateOne({ _id: idOf(bob) }, { $set: { statusEmoji: '✈' } });
    await users.updateOne({ _id: idOf(eve) }, { $set: { statusEmoji: 'at lunch' } });
    const stored = (): Promise<unknown> =>
      messages.findOne(
        { _id: new Types.ObjectId(messageId) },
        { projection: { _id: 0, rev: 1, reactions: 1 } },
      );
    for (const _time of ['first', 'again']) {
      await forgetVersion(server);
      await migrate(connectionOf(server), migrations, quiet);
      expect(await stored()).toEqual({
        rev,
        reactions: [
          { emoji: '❤️', userIds: [idOf(alice), idOf(eve), idOf(bob)] },
          { emoji: '🎉', userIds: [idOf(bob)] },
        ],
      });
    }
    expect(await users.findOne({ _id: idOf(bob) })).toMatchObject({ statusEmoji: '✈️' });
    expect(await users.findOne({ _id: idOf(eve) })).toMatchObject({ statusEmoji: 'at lunch' });
  });
});

it('user names of before are known in the list that makes them unique', async () => {
  await using server = await startServer();
  const { alice, bob } = await server.cast();
  const users = connectionOf(server).collection('users');
  await users.updateMany({}, { $unset: { names: '' } });
  await forgetVersion(server);
  await migrate(connectionOf(server), migrations, quiet);
  await migrate(connectionOf(server), migrations, quiet);
  await bob.put('/me/username', { username: 'alice' }).expect(409);
  const roomId = await generalRoom(alice);
  expect((await say(bob, roomId, '@alice')).mentionIds).toEqual([alice.userId]);
});
