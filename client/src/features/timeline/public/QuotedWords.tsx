import type { MessageView } from '@parley/shared/messages';
import { oneLine } from '@parley/shared/oneLine';
import { useAppSelector } from '../../../core/store';
import { t } from '../text/text';

/** Signs of a quoted message; more than its line shows on any screen. */
const LONGEST_QUOTE = 200;

/** A quoted message in one line. In a chunk of its own, with the parser. */
export default function QuotedWords({ message }: { message: MessageView }) {
  const folded = useAppSelector((state) => state.session.me?.blocked?.includes(message.authorId));
  if (folded === true) return <i>{t('blocks.folded')}</i>;
  return (
    <>
      {message.text.trim() === '' && !message.parts && '📎 '}
      {oneLine(message, LONGEST_QUOTE)}
    </>
  );
}
