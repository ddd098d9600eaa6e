import { Types, trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import type { Job, JobRun } from '../../platform/jobs.js';
import { findMessages } from '../messages/messages.access.js';
import { closeDue, countStale, removePoll } from './polls.actions.js';
import { Polls, type PollDoc } from './polls.model.js';

/** A count that is behind for longer than this was lost in a crash, in ms. */
const STALE_MS = 10_000;
/** Polls of one step. */
const PAGE = 200;

/** Closes polls at their closing time, and counts those whose server crashed between a vote and the count. */
async function tendPolls({ server, stopped }: JobRun): Promise<void> {
  const due = { open: true, closesAt: trusted({ $lte: new Date() }) };
  const stale = { staleSince: trusted({ $lte: new Date(Date.now() - STALE_MS) }) };
  await forEach(server, { filter: due, stopped }, closeDue);
  await forEach(server, { filter: stale, stopped }, countStale);
}

/** Polls whose message was deleted just before a crash. */
async function sweepPolls({ server, stopped }: JobRun): Promise<void> {
  let after = new Types.ObjectId('0'.repeat(24));
  while (!stopped()) {
    const page = await Polls(server)
      .find({ _id: trusted({ $gt: after }) })
      .sort({ _id: 1 })
      .limit(PAGE)
      .lean();
    const messages = await findMessages(
      server,
      page.map(({ _id }) => String(_id)),
    );
    for (const { _id } of page)
      if (messages.get(String(_id))?.deletedAt !== null) await removePoll(server, _id);
    const last = page.at(-1);
    if (!last) return;
    after = last._id;
  }
}

interface Run {
  filter: Record<string, unknown>;
  stopped: () => boolean;
}

async function forEach(
  server: Server,
  { filter, stopped }: Run,
  act: (server: Server, poll: PollDoc) => Promise<void>,
): Promise<void> {
  // One page: the rest follows with the next run, so that a failing one cannot block this job for ever.
  for (const poll of await Polls(server).find(filter).limit(PAGE).lean()) {
    if (stopped()) return;
    await act(server, poll);
  }
}

export const pollJobs: readonly Job[] = [
  { name: 'polls.tend', everyMs: () => 30_000, runs: 'cluster', atStart: true, run: tendPolls },
  { name: 'polls.sweep', everyMs: () => 6 * 60 * 60_000, runs: 'cluster', run: sweepPolls },
];
