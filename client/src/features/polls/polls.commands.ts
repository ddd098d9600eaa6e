import type { Core } from '../../core/core';
import type { AnswerOf, InputOf } from '../../platform/rest';

/** Posts a poll. Idempotent by its client id. */
export async function createPoll(
  core: Core,
  roomId: string,
  body: InputOf<'POST /rooms/{roomId}/polls'>['body'],
): Promise<void> {
  core.rooms.received([await core.api.request('POST /rooms/{roomId}/polls', { path: { roomId }, body })]);
}

/** What one has voted for, by the ids of options. */
export async function loadVote(core: Core, messageId: string): Promise<string[]> {
  return (await core.api.request('GET /messages/{messageId}/poll/vote', { path: { messageId } })).optionIds;
}

/** Votes; an empty list withdraws the vote. The new counts arrive with the message. */
export async function vote(core: Core, messageId: string, optionIds: string[]): Promise<void> {
  await core.api.request('PUT /messages/{messageId}/poll/vote', { path: { messageId }, body: { optionIds } });
}

export async function closePoll(core: Core, messageId: string): Promise<void> {
  core.rooms.received([
    await core.api.request('POST /messages/{messageId}/poll/close', { path: { messageId } }),
  ]);
}

/** A page of those who voted for an option, in the order of their votes. */
export const loadVoters = (
  core: Core,
  { messageId, optionId }: { messageId: string; optionId: string },
  after: string | null,
): Promise<AnswerOf<'GET /messages/{messageId}/poll/voters'>> =>
  core.api.request('GET /messages/{messageId}/poll/voters', {
    path: { messageId },
    query: { optionId, ...(after === null ? {} : { after }) },
  });
