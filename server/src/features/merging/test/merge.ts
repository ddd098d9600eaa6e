import type { MergeView } from '@parley/shared/merging';
import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import { expect } from 'vitest';
import type { Person, TestServer } from '../../../test/startServer.js';
import { MERGE_JOB } from '../merging.job.js';

/** Requests a merge. */
export const merge = (by: Person, from: Person, into: Person, username = from.username) =>
  by.post(`/people/${from.userId}/merge`, { into: into.userId, username });

/** Waits until all merges are done, and what is left is erased. */
export async function finished(server: TestServer, by: Person, from: Person): Promise<MergeView> {
  await server.app.server.jobs.runNow(MERGE_JOB);
  await server.app.server.jobs.runNow('erasure.erase');
  const view = (await by.get(`/people/${from.userId}/merge`).expect(200)).body as MergeView;
  expect(view.step).toBe('done');
  return view;
}

export const messagesOf = async (person: Person, roomId: string) =>
  ((await person.get(`/rooms/${roomId}/messages?limit=100`).expect(200)).body as { messages: MessageView[] })
    .messages;

export const roomsOf = async (person: Person) =>
  (
    (await person.get('/rooms').expect(200)).body as {
      rooms: { room: RoomView; member: { role: string; readSeq: number; favourite: boolean } }[];
    }
  ).rooms;

export const direct = async (by: Person, ...others: Person[]): Promise<RoomView> =>
  (
    await by.post(
      '/rooms',
      others.length === 1
        ? { type: 'direct', memberIds: [others[0]?.userId] }
        : { type: 'group', memberIds: others.map(({ userId }) => userId), name: '' },
    )
  ).body as RoomView;

/** Who wrote what. */
export const said = (messages: MessageView[]) => messages.map(({ authorId, text }) => [authorId, text]);

/** Alice is the owner; Bob has two accounts, `bob` and `bob2`; Eve is another. */
export async function cast(server: TestServer) {
  const { alice, bob, eve } = await server.cast();
  return { alice, bob, eve, double: await server.register('bob2') };
}
