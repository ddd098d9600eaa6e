import type { CodeNode } from '@parley/shared/markdown/nodes';
import { useEffect, useState, type ReactNode } from 'react';
import { t } from './text/text';

/** A block of code; the highlighter is loaded when the first one with a known language is shown. */
export function CodeBlock({ node: { language, text, spans } }: { node: CodeNode }) {
  const [colored, setColored] = useState<ReactNode>();
  useEffect(() => {
    if (language === undefined) return;
    let current = true;
    import('./highlight').then(
      ({ highlight }) => {
        if (current) setColored(highlight(text, language, spans));
      },
      // Offline it stays without colours.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [text, language, spans]);
  return (
    <pre
      dir="ltr"
      tabIndex={0}
      aria-label={language === undefined ? t('code.plain') : t('code.in', { language })}
    >
      <code>{colored ?? text}</code>
    </pre>
  );
}
