import { z } from 'zod';
import { boundedText } from '../boundedText.js';
import { messageOf } from '../faults.js';
import { clientId, objectId } from '../ids.js';
import { limits } from '../limits.js';
import { pollLimits } from './limits.js';

/** An option of a poll: its place, from 1. */
const optionId = z.string().regex(/^[1-9][0-9]?$/, messageOf('notAnOption'));

/** A poll as a part of its message: its question, and its counts. */
export const pollPart = z
  .strictObject({
    kind: z.literal('poll'),
    question: z.string(),
    options: z
      .array(z.strictObject({ optionId, text: z.string(), votes: z.number().int().nonnegative() }))
      .max(pollLimits.options),
    /** Several options may be chosen. */
    multiple: z.boolean(),
    /** Nobody can read who voted for what, not even its author. */
    anonymous: z.boolean(),
    /** People who voted; with several choices fewer than the votes. */
    voters: z.number().int().nonnegative(),
    /** Its closing time. */
    closesAt: z.iso.datetime().nullable(),
    /** Set once closed: the votes are final. */
    closedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Poll' });
export type PollPart = z.infer<typeof pollPart>;

const distinct = (texts: string[]): boolean =>
  new Set(texts.map((text) => text.trim())).size === texts.length;

export const createPoll = z.strictObject({
  clientId: clientId.optional(),
  question: boundedText(1, pollLimits.text).meta({ example: 'Where do we have lunch?' }),
  options: z
    .array(boundedText(1, pollLimits.text))
    .min(2)
    .max(pollLimits.options)
    .refine(distinct, messageOf('optionsEqual'))
    .meta({ example: ['Pizza', 'Noodles'] }),
  multiple: z.boolean().default(false),
  anonymous: z.boolean().default(false),
  closesAt: z.iso.datetime().max(limits.instant).nullable().default(null),
});
export type CreatePoll = z.infer<typeof createPoll>;

/** One's vote; empty for none. */
export const pollVote = z
  .strictObject({ optionIds: z.array(optionId).max(pollLimits.options) })
  .meta({ id: 'PollVote' });
export type PollVote = z.infer<typeof pollVote>;

export const pollVoter = z
  .strictObject({ userId: objectId, optionIds: z.array(optionId) })
  .meta({ id: 'PollVoter' });
export type PollVoter = z.infer<typeof pollVoter>;
