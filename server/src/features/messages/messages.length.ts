import { limits } from '@parley/shared/limits';
import type { MessageDoc } from './messages.model.js';

/** Estimate of a message's view without its text, of one person's reaction and of a file in a response, in bytes. */
const VIEW = 500;
const REACTION = 27;
const FILE = 300;
/** The longest part: a poll with its options. */
const PART = 4000;

/** Estimated length of a message in a response, in bytes. */
export const lengthOf = ({ text, reactions, files = [], parts = [] }: MessageDoc): number =>
  VIEW +
  Buffer.byteLength(text) +
  FILE * files.length +
  PART * parts.length +
  reactions.reduce((sum, { userIds }) => sum + REACTION * userIds.length, 0);

/** The first of these messages, as many as fit into a response; at least one. */
export function fitting(messages: MessageDoc[], bytes: number = limits.answerBytes): MessageDoc[] {
  let sum = 0;
  const end = messages.findIndex((message, i) => (sum += lengthOf(message)) > bytes && i > 0);
  return end === -1 ? messages : messages.slice(0, end);
}
