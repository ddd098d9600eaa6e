import type { DepartureView, ErasureView } from '@parley/shared/erasure';
import { expect, it } from 'vitest';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { Departures } from './departures.model.js';
import { ERASE_JOB } from './erasure.job.js';

const DAY_MS = 86_400_000;
const leave = (person: Person, messages = 'keep') =>
  person.post('/me/erase', { password: `${person.username} has a long password`, messages });
const departureOf = async (person: Person): Promise<DepartureView> =>
  (await person.get('/me/departure').expect(200)).body as DepartureView;

/** Moves the day of erasure, and runs the job. */
async function timePasses({ app }: TestServer, { userId }: Person, left: number): Promise<void> {
  const eraseAt = new Date(Date.now() + left);
  await Departures(app.server).updateOne({ _id: userId }, { $set: { eraseAt } });
  await app.server.jobs.runNow('erasure.departures');
}

it('an account that its owner deletes stays for days, in which it can be cancelled, and is then erased, with mails before', async () => {
  using mail = await MailServer.start();
  await using server = await startServer(mail.settings);
  const alice = await server.register('alice');
  const bob = await server.register('bob', { email: 'bob@example.org' });
  const ears = await alice.connect();
  expect(await departureOf(bob)).toEqual({ eraseAt: null, messages: null });
  await leave(alice).expect(409);
  await bob.post('/me/erase', { password: 'wrong', messages: 'keep' }).expect(400);
  const begun = (await leave(bob).expect(200)).body as DepartureView;
  const days = (Date.parse(begun.eraseAt ?? '') - Date.now()) / DAY_MS;
  expect(Math.round(days)).toBe(14);
  // Again does not move the day.
  expect((await leave(bob, 'remove').expect(200)).body).toEqual({ ...begun, messages: 'remove' });
  expect(bodyOf(await mail.letter(0))).toContain('will be deleted on');
  // Nobody sees anything, and the account works.
  await bob.get('/me').expect(200);
  expect(ears.of('user:changed')).toEqual([]);
  expect((await alice.get(`/users/${bob.userId}`)).body).toMatchObject({ active: true });
  await bob.delete('/me/departure').expect(204);
  await bob.delete('/me/departure').expect(204);
  expect(await departureOf(bob)).toEqual({ eraseAt: null, messages: null });
  await server.app.server.jobs.runNow('erasure.departures');
  await bob.get('/me').expect(200);

  await leave(bob).expect(200);
  await timePasses(server, bob, DAY_MS / 2);
  await timePasses(server, bob, DAY_MS / 2);
  // After those of the three beginnings.
  expect(bodyOf(await mail.letter(3))).toContain('deleted tomorrow');
  await bob.get('/me').expect(200);
  await timePasses(server, bob, -1);
  await bob.get('/me').expect(401);
  expect(bodyOf(await mail.letter(4))).toContain('was deleted');
  await server.app.server.jobs.runNow(ERASE_JOB);
  const erasure = (await alice.get(`/users/${bob.userId}/erasure`).expect(200)).body as ErasureView;
  expect(erasure).toMatchObject({ step: 'done', messages: 'keep' });
  expect(await Departures(server.app.server).countDocuments()).toBe(0);
});

it('an owner who has become the last one stays until there is another, and an admin erases at once', async () => {
  await using server = await startServer();
  const { alice, bob, eve } = await server.cast();
  await alice.patch(`/users/${bob.userId}`, { role: 'owner' }).expect(200);
  await leave(bob).expect(200);
  await alice.patch(`/users/${alice.userId}`, { role: 'member' }).expect(200);
  await timePasses(server, bob, -1);
  await bob.get('/me').expect(200);
  await bob.patch(`/users/${alice.userId}`, { role: 'owner' }).expect(200);
  await server.app.server.jobs.runNow('erasure.departures');
  await bob.get('/me').expect(401);
  await leave(eve).expect(200);
  await alice.post(`/users/${eve.userId}/erase`, { username: 'eve', messages: 'keep' }).expect(200);
  await server.app.server.jobs.runNow(ERASE_JOB);
  expect(await Departures(server.app.server).countDocuments()).toBe(0);
});
