import { isValidElement, useEffect, useState, type ReactNode } from 'react';
import { t } from '../../text/later';

interface CodeProps {
  className?: string;
  children?: ReactNode;
}

const languageOf = (className: string | undefined): string | undefined =>
  /language-([\w+#-]+)/.exec(className ?? '')?.[1];

/** A block of code; the highlighter is loaded when the first one with a known language is shown. */
export function CodeBlock({ children }: { children: ReactNode }) {
  const props = isValidElement<CodeProps>(children) ? children.props : {};
  const text = typeof props.children === 'string' ? props.children.replace(/\n$/, '') : '';
  const language = languageOf(props.className);
  const [colored, setColored] = useState<ReactNode>();
  useEffect(() => {
    if (language === undefined) return;
    let current = true;
    void import('./highlight').then(({ highlight }) => {
      if (current) setColored(highlight(text, language));
    });
    return () => {
      current = false;
    };
  }, [text, language]);
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
