import { invalidField } from '@parley/shared/faults';
import { clientId, objectId } from '@parley/shared/ids';
import { limits } from '@parley/shared/limits';
import { messageView } from '@parley/shared/messages';
import { createPoll as createInput, pollVote, pollVoter } from '@parley/shared/polls/poll';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { closePoll, createPoll, readVote, readVoters, vote } from './polls.actions.js';

const params = z.strictObject({ messageId: objectId });

export function mountPolls(routes: Routes): void {
  route(
    routes,
    ['post', '/rooms/:roomId/polls'],
    {
      repeatable: true,
      summary: 'Start a poll; the same Idempotency-Key again answers the first message',
      params: z.strictObject({ roomId: objectId }),
      body: createInput,
      answer: messageView,
    },
    async (actor, { params: { roomId }, body, request, response }) => {
      const key = clientId.safeParse(request.get('idempotency-key') ?? body.clientId ?? crypto.randomUUID());
      if (!key.success) throw invalidField('Idempotency-Key', 'uuid');
      const { message, fresh } = await createPoll(actor, { roomId, clientId: key.data }, body);
      response.status(fresh ? 201 : 200);
      return message;
    },
  );

  mountVotes(routes);

  route(
    routes,
    ['post', '/messages/:messageId/poll/close'],
    { summary: 'Close your poll, or any as a moderator', params, answer: messageView },
    (actor, input) => closePoll(actor, input.params.messageId),
  );
}

function mountVotes(routes: Routes): void {
  route(
    routes,
    ['get', '/messages/:messageId/poll/vote'],
    { summary: 'Read what you have voted for', params, answer: pollVote },
    (actor, input) => readVote(actor, input.params.messageId),
  );

  route(
    routes,
    ['put', '/messages/:messageId/poll/vote'],
    {
      summary: 'Vote, change your vote, or take it back with an empty list',
      params,
      body: pollVote,
      answer: pollVote,
    },
    (actor, input) => vote(actor, input.params.messageId, input.body),
  );

  route(
    routes,
    ['get', '/messages/:messageId/poll/voters'],
    {
      summary: 'Read who voted for what, unless the poll is anonymous',
      params,
      query: z.strictObject({
        optionId: z.string().max(2).optional(),
        after: objectId.optional(),
        limit: z.coerce.number().int().min(1).max(limits.page).default(limits.pageDefault),
      }),
      reads: ({ limit }) => limit,
      answer: z.strictObject({
        voters: z.array(pollVoter),
        next: objectId.nullable().meta({ description: 'Give it as `after` for the next page.' }),
      }),
    },
    (actor, { params: { messageId }, query }) => readVoters(actor, messageId, query),
  );
}
