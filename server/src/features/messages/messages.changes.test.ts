import { limits } from '@parley/shared/limits';
import type { MessagePage, MessageView } from '@parley/shared/messages';
import { Types, type mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { generalRoom, privateRoom, say, uploaded } from '../../test/build.js';
import { startServer, type TestServer } from '../../test/startServer.js';
import { Messages } from './messages.model.js';

const thumb = encodeURIComponent('👍');

/** Simulates that a message was changed `changes` times. */
async function changedOften(server: TestServer, messageId: string, changes: number): Promise<void> {
  const revs = Array.from({ length: changes + 1 }, (_, i) => i + 1);
  await Messages(server.app.server).collection.updateOne(
    { _id: new Types.ObjectId(messageId) },
    { $set: { revs, rev: changes + 1 } },
  );
}

it('a message can be changed so often and no more: it stays as it is, others hear nothing, and it can be deleted [C-14]', async () => {
  await using server = await startServer();
  const { alice, bob } = await server.cast();
  const { roomId } = await privateRoom(alice, [bob]);
  const { messageId } = await say(alice, roomId, 'almost done');
  await changedOften(server, messageId, limits.changesPerMessage - 1);
  await alice.patch(`/messages/${messageId}`, { text: 'done' }).expect(200);
  const ears = await bob.connect();
  for (const refused of [
    await alice.patch(`/messages/${messageId}`, { text: 'done, really' }),
    await bob.put(`/messages/${messageId}/reactions/${thumb}`),
    await alice.put(`/messages/${messageId}/pin`),
  ]) {
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('20000') as string,
    });
  }
  const { messages } = (await bob.get(`/rooms/${roomId}/messages`)).body as MessagePage;
  expect(messages.at(-1)).toMatchObject({ text: 'done', reactions: [], pinned: null });
  await alice.delete(`/messages/${messageId}`).expect(204);
  // The first one received at all.
  const received = await ears.wait('message:changed');
  expect(received.messages).toMatchObject([
    { messageId, rev: limits.changesPerMessage + 2, deletedAt: expect.any(String) as string },
  ]);
});

it('changes of a message count with what one says; a message that may not be deleted yet keeps its files', async () => {
  await using server = await startServer({ RATE_LIMITS: 'true', SENDS_PER_10_SECONDS: '4' });
  const { alice } = await server.cast();
  const roomId = await generalRoom(alice);
  const { fileId } = await uploaded(alice, roomId, Buffer.from('the plan'), 'plan.txt');
  const { messageId } = (
    await alice.post(`/rooms/${roomId}/messages`, { text: 'look', fileIds: [fileId] }).expect(201)
  ).body as MessageView;
  await alice.put(`/messages/${messageId}/reactions/${thumb}`).expect(200);
  await alice.delete(`/messages/${messageId}/reactions/${thumb}`).expect(200);
  await alice.put(`/messages/${messageId}/pin`).expect(200);
  for (const refused of [
    await alice.put(`/messages/${messageId}/reactions/${thumb}`),
    await alice.patch(`/messages/${messageId}`, { text: 'look!' }),
    await alice.delete(`/messages/${messageId}/pin`),
    await alice.delete(`/messages/${messageId}`),
  ])
    expect(refused.status).toBe(429);
  await alice.get(`/files/${fileId}`).expect(200);
});

it('requests that change anything are limited per person; reading is not, nor are others', async () => {
  await using server = await startServer({ RATE_LIMITS: 'true', CHANGES_PER_10_SECONDS: '4' });
  const { alice, bob } = await server.cast();
  const roomId = await generalRoom(alice);
  const { messageId } = await say(alice, roomId, 'hello');
  await alice.put(`/messages/${messageId}/reactions/${thumb}`).expect(200);
  await alice.delete(`/messages/${messageId}/reactions/${thumb}`).expect(200);
  const last = await alice.patch('/me', { statusText: 'here' }).expect(200);
  expect(last.headers).toMatchObject({ 'ratelimit-limit': '4', 'ratelimit-remaining': '0' });
  const limited = await alice.patch(`/messages/${messageId}`, { text: 'hello, all' });
  expect(limited.status).toBe(429);
  expect(limited.body).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) as number });
  const { messages } = (await alice.get(`/rooms/${roomId}/messages`).expect(200)).body as MessagePage;
  expect(messages.at(-1)).toMatchObject({ text: 'hello' });
  await bob.put(`/messages/${messageId}/reactions/${thumb}`).expect(200);
});

it('what a message has been through is read by its next change alone', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const { roomId } = await privateRoom(alice, []);
  const { messageId } = await say(alice, roomId, 'hello');
  await changedOften(server, messageId, 100);
  const answers: Record<string, unknown>[] = [];
  const client = server.app.server.connection.getClient();
  client.on('commandSucceeded', ({ commandName, reply }: mongo.CommandSucceededEvent) => {
    if (commandName === 'find')
      answers.push(...(reply as { cursor: { firstBatch: Record<string, unknown>[] } }).cursor.firstBatch);
  });
  const ears = await alice.connect();
  await ears.command('room:open', { roomId, sinceRev: 0 });
  await alice.get(`/rooms/${roomId}/messages`).expect(200);
  await alice.get(`/rooms/${roomId}/pins`).expect(200);
  const read = answers.filter(({ text }) => text === 'hello');
  expect(read.length).toBeGreaterThanOrEqual(2);
  expect(read.filter((message) => 'revs' in message || 'history' in message)).toEqual([]);
  const edited = await alice.patch(`/messages/${messageId}`, { text: 'hello, all' }).expect(200);
  expect((edited.body as MessageView).rev).toBe(102);
  expect(answers.filter((message) => 'revs' in message)).toHaveLength(1);
});

it('of earlier texts the last ones stay, as many as are not too long together', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const { roomId } = await privateRoom(alice, []);
  const textOf = (i: number): string => `${i} `.padEnd(8000, 'x');
  const { messageId } = await say(alice, roomId, textOf(0));
  const edits = 30;
  for (let i = 1; i <= edits; i++)
    await alice.patch(`/messages/${messageId}`, { text: textOf(i) }).expect(200);
  const published = (await alice.get(`/messages/${messageId}/edits`).expect(200)).body as {
    edits: { text: string }[];
  };
  const stored = limits.earlierUnits / 8000;
  expect(published.edits.map(({ text }) => text)).toEqual(
    Array.from({ length: stored + 1 }, (_, i) => textOf(edits - stored + i)),
  );
});
