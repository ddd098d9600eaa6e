import bcrypt from 'bcrypt';
import { Types, type Connection } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { generalRoom } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { migrations } from '../../features.js';
import { migrate } from '../../platform/migrations.js';
import { answerOperator } from '../operator/operator.actions.js';
import { moveFormerPasswords } from './credentials.former.js';
import { Credentials, ONE_PASSWORD } from './credentials.model.js';

const connectionOf = ({ app }: TestServer): Connection => app.server.connection;
const usersOf = (server: TestServer) => connectionOf(server).collection('users');
const passwordOf = ({ username }: Person): string => `${username} has a long password`;
const idOf = ({ userId }: Person): Types.ObjectId => new Types.ObjectId(userId);

const signIn = (server: TestServer, login: string, password: string) =>
  server.api().post('/api/v1/auth/login').send({ login, password });

/** What a server from before version 15 writes when somebody sets a password. */
const writeAsBefore = async (server: TestServer, person: Person, password: string): Promise<unknown> =>
  usersOf(server).updateOne(
    { _id: idOf(person) },
    { $set: { passwordHash: await bcrypt.hash(password, 4) } },
  );

/** Restores the data's form of before version 15. */
async function goBack(server: TestServer): Promise<void> {
  for (const { userId, hash } of await Credentials(server.app.server).find().lean())
    await usersOf(server).updateOne({ _id: userId }, { $set: { passwordHash: hash } });
  await usersOf(server).updateMany({ bot: true }, { $set: { passwordHash: '-' } });
  await connectionOf(server).collection('credentials').drop();
  await connectionOf(server)
    .collection<{ _id: string; version: number }>('schema')
    .updateOne({ _id: 'schema' }, { $set: { version: 14 } });
}

const bringUp = (connection: Connection): Promise<void> => migrate(connection, migrations, () => undefined);

/** A connection whose n-th bulk write is done by `instead`. */
function withBulkWrite(
  connection: Connection,
  nth: number,
  instead: (write: (most: number) => Promise<unknown>) => Promise<unknown>,
): Connection {
  let seen = 0;
  const collection = (name: string) =>
    new Proxy(connection.collection(name), {
      get(target, property) {
        const value = Reflect.get(target, property) as unknown;
        if (typeof value !== 'function') return value;
        if (property !== 'bulkWrite' || ++seen !== nth) return value.bind(target) as unknown;
        return (writes: never[], options?: object) =>
          instead((most) => target.bulkWrite(writes.slice(0, most), options));
      },
    });
  return new Proxy(connection, {
    get: (target, property) =>
      property === 'collection' ? collection : (Reflect.get(target, property) as unknown),
  });
}

/** A connection that is cut in the middle of its n-th bulk write: the first of its writes is done, the others are not. */
const cutIn = (connection: Connection, nth: number): Connection =>
  withBulkWrite(connection, nth, async (write) => {
    await write(1);
    throw new Error('the power went out');
  });

/** Moves what accounts hold; when everything is read and nothing written, something else happens first. */
const moveSlowly = (server: TestServer, run: () => Promise<unknown>): Promise<void> =>
  moveFormerPasswords(
    withBulkWrite(connectionOf(server), 1, async (write) => {
      await run();
      await write(Infinity);
    }),
  );

/** These and nobody else have one credential, and no account holds anything of it. */
async function expectOneEach(server: TestServer, people: Person[]): Promise<void> {
  expect(await usersOf(server).countDocuments({ passwordHash: { $exists: true } })).toBe(0);
  const stored = await Credentials(server.app.server).find().lean();
  expect(stored.map(({ userId }) => String(userId)).sort()).toEqual(
    people.map(({ userId }) => userId).sort(),
  );
}

/** They have one each, and sign in with the same password as before. */
async function expectMoved(server: TestServer, people: Person[]): Promise<void> {
  await expectOneEach(server, people);
  for (const person of people) {
    await signIn(server, person.username, passwordOf(person)).expect(200);
    await signIn(server, person.username, 'not their password').expect(401);
  }
}

describe('passwords that accounts hold', () => {
  it('are moved, from wherever a former run was cut off, by two servers at once, and again', async () => {
    await using server = await startServer();
    const people = Object.values(await server.cast());
    const [alice] = people as [Person];
    await alice.post(`/rooms/${await generalRoom(alice)}/webhooks`, { name: 'CI' }).expect(201);
    const connection = connectionOf(server);
    for (const nth of [1, 2]) {
      await goBack(server);
      await expect(bringUp(cutIn(connection, nth))).rejects.toThrow('power');
      expect(await usersOf(server).countDocuments({ passwordHash: { $exists: true } })).toBeGreaterThan(2);
      expect(await Credentials(server.app.server).countDocuments()).toBe(nth === 1 ? 1 : 3);
      await Promise.all([bringUp(connection), bringUp(connection)]);
      await expectMoved(server, people);
    }
    await goBack(server);
    await Promise.all([bringUp(connection), bringUp(connection), bringUp(connection)]);
    await bringUp(connection);
    await expectMoved(server, people);
  });

  it('are those that count when an older server, which still runs, has set them', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    await writeAsBefore(server, bob, 'set by the older server');
    await signIn(server, 'bob', passwordOf(bob)).expect(401);
    await signIn(server, 'bob', 'set by the older server').expect(200);
    // Confirming and changing check it, too.
    await writeAsBefore(server, alice, 'set by the older server');
    await alice.post('/session/confirm', { password: passwordOf(alice) }).expect(400);
    await alice.post('/session/confirm', { password: 'set by the older server' }).expect(204);
    expect(await usersOf(server).countDocuments({ passwordHash: { $exists: true } })).toBe(0);
    // Somebody who registered at the older server.
    const carol = { ...(await usersOf(server).findOne({ username: 'eve' })), _id: new Types.ObjectId() };
    await usersOf(server).insertOne({
      ...carol,
      username: 'carol',
      names: ['carol'],
      passwordHash: await bcrypt.hash('carol has a long password', 4),
    });
    await signIn(server, 'carol', 'carol has a long password').expect(200);
  });

  it('of people who do not sign in are moved by the job; of those who were erased nothing is left', async () => {
    await using server = await startServer();
    const { bob, eve } = await server.cast();
    await writeAsBefore(server, bob, 'set by the older server');
    await usersOf(server).updateOne(
      { _id: idOf(eve) },
      { $set: { passwordHash: '-', erased: true, active: false } },
    );
    await server.app.server.jobs.runNow('credentials.moveFormer');
    expect(await usersOf(server).countDocuments({ passwordHash: { $exists: true } })).toBe(0);
    expect(await Credentials(server.app.server).countDocuments({ userId: eve.userId })).toBe(0);
    await signIn(server, 'bob', 'set by the older server').expect(200);
  });

  it('never come back over a password that was set while they were moved, nor to somebody who was erased', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    let current = passwordOf(bob);
    const change = async (newPassword: string): Promise<void> => {
      await bob.post('/me/password', { currentPassword: current, newPassword }).expect(204);
      current = newPassword;
    };
    await goBack(server);
    await connectionOf(server)
      .collection('credentials')
      .createIndex(ONE_PASSWORD.key, ONE_PASSWORD.options, {});
    await moveSlowly(server, () => change('the first new one'));
    await signIn(server, 'bob', 'the first new one').expect(200);
    await writeAsBefore(server, bob, (current = 'set by the older server'));
    await moveSlowly(server, () => change('the second new one'));
    await signIn(server, 'bob', 'the second new one').expect(200);
    await expectOneEach(server, [alice, bob, eve]);
    await writeAsBefore(server, eve, 'set by the older server');
    await Credentials(server.app.server).deleteMany({ userId: eve.userId });
    const erase = async (): Promise<void> => {
      await alice.post(`/users/${eve.userId}/erase`, { username: 'eve', messages: 'keep' }).expect(200);
    };
    await moveSlowly(server, erase);
    await expectOneEach(server, [alice, bob]);
  });

  it('never replace a password that was set without the old one', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    await writeAsBefore(server, bob, 'set by the older server');
    const request = { command: 'reset-password', name: 'bob', password: 'set by the operator' };
    await answerOperator(server.app.server, request, 'https://chat.example.org');
    await server.app.server.jobs.runNow('credentials.moveFormer');
    await signIn(server, 'bob', 'set by the older server').expect(401);
    await signIn(server, 'bob', 'set by the operator').expect(200);
  });
});
