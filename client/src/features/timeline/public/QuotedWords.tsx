import type { MessageView } from '@parley/shared/messages';
import { oneLine } from '@parley/shared/oneLine';

/** Signs of a quoted message; more than its line shows on any screen. */
const LONGEST_QUOTE = 200;

/** A quoted message in one line. In a chunk of its own, with the parser. */
export default function QuotedWords({ message }: { message: MessageView }) {
  return (
    <>
      {message.text.trim() === '' && !message.parts && '📎 '}
      {oneLine(message, LONGEST_QUOTE)}
    </>
  );
}
