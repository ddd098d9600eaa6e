import type { PollPart } from './poll.js';

/** A poll as text: its question on one line; all of it with a line for each option. */
export const pollTexts = {
  line: ({ question }: PollPart): string => `📊 ${question}`,
  text: ({ question, options }: PollPart): string =>
    [`📊 ${question}`, ...options.map(({ text }) => `• ${text}`)].join('\n'),
};
