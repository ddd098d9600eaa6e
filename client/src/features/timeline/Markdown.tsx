import { lazy, memo, Suspense } from 'react';
import { Fallible } from '../../ui/Fallible';
import { isEmojiAlone } from './emojiAlone';

export const loadRichText = () => import('./RichText');
const RichText = lazy(loadRichText);

/** Text without any of these is shown as it is, which most messages are. */
const marked = /[*_~`#>|[\]()@!<&\\-]|https?:|www\.|^\s*\d+[.)]\s|\n\s*\n/m;

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  if (isEmojiAlone(text)) return <div className="text-[32px] leading-10">{text}</div>;
  const asWritten = <p>{text}</p>;
  return (
    <div className="prose-message" dir="auto">
      {marked.test(text) ? (
        // Until the parser has come, once after the first load, the text stands there as it was written.
        <Fallible fallback={asWritten}>
          <Suspense fallback={asWritten}>
            <RichText text={text} />
          </Suspense>
        </Fallible>
      ) : (
        asWritten
      )}
    </div>
  );
});
