import { mayBeMarked } from '@parley/shared/markdown/marked';
import { lazy, memo, Suspense } from 'react';
import { Fallible } from '../../ui/Fallible';
import { isEmojiAlone } from './emojiAlone';

export const loadRichText = () => import('./RichText');
const RichText = lazy(loadRichText);

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  if (isEmojiAlone(text)) return <div className="text-[32px] leading-10">{text}</div>;
  // What is hidden until pressed must not be seen while the parser is on its way.
  const asWritten = <p dir="auto">{text.replace(/\|\|[^|]+\|\|/gu, '▒▒▒')}</p>;
  return (
    <div className="prose-message">
      {mayBeMarked(text) ? (
        // Until the parser has come, once after the first load, the text stands there as it was written.
        <Fallible fallback={asWritten}>
          <Suspense fallback={asWritten}>
            <RichText text={text} />
          </Suspense>
        </Fallible>
      ) : (
        <p dir="auto">{text}</p>
      )}
    </div>
  );
});
