import { mayBeMarked } from '@parley/shared/markdown/marked';
import { lazy, memo, Suspense } from 'react';
import { Fallible } from '../../ui/Fallible';
import { isEmojiAlone } from './emojiAlone';

export const loadRichText = () => import('./RichText');
const RichText = lazy(loadRichText);

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  if (isEmojiAlone(text)) return <div className="text-[32px] leading-10">{text}</div>;
  // Spoilers must not be readable while the parser is loading.
  const asWritten = <p dir="auto">{text.replace(/\|\|[^|]+\|\|/gu, '▒▒▒')}</p>;
  return (
    <div className="prose-message">
      {mayBeMarked(text) ? (
        // Plain text until the parser is loaded, once per page.
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
