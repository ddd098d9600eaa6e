import { Types } from 'mongoose';
import { expect, it } from 'vitest';
import { privateRoom, say } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';
import { Messages } from '../messages/messages.model.js';

it('who asks for more than they may read waits, is refused when much waits already, and holds up nobody else', async () => {
  // So few that even a slow machine exceeds it.
  await using server = await startServer({ RATE_LIMITS: 'true', READS_PER_SECOND: '200' });
  const { alice, bob } = await server.cast();
  let left = 0;
  const requested = Array.from({ length: 260 }, () =>
    alice.get('/me').then(({ status, headers }) => {
      left += 1;
      return { status, wait: headers['retry-after'] };
    }),
  );
  await Promise.race(requested);
  await bob.get('/me').expect(200);
  expect(left).toBeLessThan(requested.length);
  const answers = await Promise.all(requested);
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBe(answers.length - refused.length);
  // Some at once, and a hundred that wait.
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(100);
  expect(refused.every(({ wait }) => wait === '1')).toBe(true);
  await alice.get('/me').expect(200);
});

it('a room counts by what is behind, comes later, and not at all to who was sent out of it meanwhile [U-7]', async () => {
  await using server = await startServer({
    RATE_LIMITS: 'true',
    READS_PER_SECOND: '100',
    SENDS_PER_10_SECONDS: '100000',
    CHANGES_PER_10_SECONDS: '100000',
  });
  const { alice, bob } = await server.cast();
  const { roomId } = await privateRoom(alice, [bob]);
  const { messageId, rev } = await say(alice, roomId, 'hello');
  const stored = await Messages(server.app.server).findById(messageId).select('+revs +history').lean();
  await Messages(server.app.server).insertMany(
    Array.from({ length: 300 }, (_, i) => ({
      ...stored,
      _id: new Types.ObjectId(),
      clientId: `c${i}`,
      seq: rev + 1 + i,
      rev: rev + 1 + i,
      revs: [rev + 1 + i],
    })),
  );
  const [first, second] = [await alice.connect(), await bob.connect()];
  const began = performance.now();
  // A quarter of a second each.
  const behind = Array.from({ length: 6 }).map(() => first.command('room:open', { roomId, sinceRev: rev }));
  const lost = Array.from({ length: 12 }).map(() => second.ask('room:open', { roomId, sinceRev: rev }));
  await alice.delete(`/rooms/${roomId}/members/${bob.userId}`).expect(204);
  for (const opened of await Promise.all(behind))
    expect(opened).toMatchObject({ kind: 'changes', messages: { length: 300 } });
  expect(performance.now() - began).toBeGreaterThan(1000);
  const over = new AbortController();
  const answered = Promise.all(lost).finally(() => over.abort());
  // All the while: those evicted meanwhile must not receive the room before their opening is refused.
  while (!over.signal.aborted) await say(alice, roomId, 'among ourselves');
  expect((await answered).at(-1)).toMatchObject({ ok: false, error: { code: 'not_found' } });
  await alice.patch('/me', { statusText: 'done' }).expect(200);
  await second.wait('user:changed', ({ user }) => user.statusText === 'done');
  const received = second.of('message:changed').flatMap(({ messages }) => messages);
  expect(received.some(({ text }) => text === 'among ourselves')).toBe(false);
});

it('who is signed out while their request waits is not answered', async () => {
  await using server = await startServer({ RATE_LIMITS: 'true', READS_PER_SECOND: '40' });
  const alice = await server.register('alice');
  // One in a quarter of a second.
  const requested = Promise.all(
    Array.from({ length: 16 }, () => alice.get('/me').then(({ status }) => status)),
  );
  await alice.delete(`/me/sessions/${alice.granted.sessionId}`).expect(204);
  expect((await requested).at(-1)).toBe(401);
});
