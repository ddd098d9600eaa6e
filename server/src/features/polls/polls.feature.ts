import { Types } from 'mongoose';
import { defineFeature } from '../../platform/feature.js';
import { listVotesOf, moveVotes, removePoll, removeVotesOf } from './polls.actions.js';
import { pollJobs } from './polls.jobs.js';
import { mountPolls } from './polls.routes.js';

export const polls = defineFeature({
  name: 'polls',
  ownData: async ({ server, userId }) => ({ votes: await listVotesOf(server, userId) }),
  routes: mountPolls,
  headings: { poll: 'Polls', polls: 'Polls' },
  jobs: pollJobs,
  listen: (bus, server) => {
    bus.on('message.reworded', async ({ messageId, deletedAt }) => {
      if (deletedAt) await removePoll(server, new Types.ObjectId(messageId));
    });
    bus.on('messages.expired', async ({ messageIds }) => {
      for (const messageId of messageIds) await removePoll(server, new Types.ObjectId(messageId));
    });
    bus.on('person.merged', ({ userId, intoId }) => moveVotes(server, userId, intoId));
    bus.on('person.erased', async ({ userId, messages }) => {
      if (messages === 'remove') await removeVotesOf(server, userId);
    });
  },
});
