import { callTexts } from './calls/texts.js';
import type { MessageView } from './messages.js';
import type { MessagePart, PartKind, PartOf } from './parts.js';
import { pollTexts } from './polls/texts.js';

/** A kind of part as text, in no language: where only text is possible. */
export interface PartTexts<Part> {
  /** One line, for notifications and quotes. */
  line(part: Part): string;
  /** Its whole text, for search, copying, forwarding and other programs. */
  text(part: Part): string;
}

const kinds: { [Kind in PartKind]: PartTexts<PartOf<Kind>> } = {
  poll: pollTexts,
  call: callTexts,
};

// A client may be older than the server, and lack a kind.
const textsOf = ({ kind }: MessagePart): PartTexts<MessagePart> | undefined =>
  (kinds as Partial<Record<string, PartTexts<MessagePart>>>)[kind];

/** @returns a part as one line; empty for an unknown kind */
export const lineOfPart = (part: MessagePart): string => textsOf(part)?.line(part) ?? '';

/** @returns the whole text of a part; empty for an unknown kind */
export const textOfPart = (part: MessagePart): string => textsOf(part)?.text(part) ?? '';

/**
 * A whole message as text, for copying, forwarding and other programs: its text, its parts, and the names of its files.
 *
 * @param file formats a file, by its name
 */
export function messageText(
  { text, parts = [], files }: Pick<MessageView, 'text' | 'parts' | 'files'>,
  file = (name: string): string => `📎 ${name}`,
): string {
  const lines = [text, ...parts.map(textOfPart), ...files.map(({ name }) => file(name))];
  return lines.filter((line) => line !== '').join('\n');
}
