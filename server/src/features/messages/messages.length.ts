import { limits } from '@parley/shared/limits';
import type { MessageDoc } from './messages.model.js';

/** About what the rest of a message's view, one person's reaction and a file take in an answer, in bytes. */
const VIEW = 500;
const REACTION = 27;
const FILE = 300;
/** The longest part: a poll with its options. */
const PART = 4000;

/** About how long a message is in an answer, in bytes. */
export const lengthOf = ({ text, reactions, files = [], parts = [] }: MessageDoc): number =>
  VIEW +
  Buffer.byteLength(text) +
  FILE * files.length +
  PART * parts.length +
  reactions.reduce((sum, { userIds }) => sum + REACTION * userIds.length, 0);

/** The first of these messages, as many as fit into an answer; at least one of them. */
export function fitting(messages: MessageDoc[], bytes: number = limits.answerBytes): MessageDoc[] {
  let sum = 0;
  const end = messages.findIndex((message, i) => (sum += lengthOf(message)) > bytes && i > 0);
  return end === -1 ? messages : messages.slice(0, end);
}
