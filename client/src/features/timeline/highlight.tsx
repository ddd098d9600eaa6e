import { common, createLowlight } from 'lowlight';
import { Fragment, type ReactNode } from 'react';

const lowlight = createLowlight(common);

interface HighlightNode {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: HighlightNode[];
}

function toReact(nodes: HighlightNode[]): ReactNode {
  return nodes.map((node, i) => {
    if (node.type === 'text') return <Fragment key={i}>{node.value}</Fragment>;
    const names = Array.isArray(node.properties?.className) ? node.properties.className.join(' ') : '';
    return (
      <span key={i} className={names}>
        {toReact(node.children ?? [])}
      </span>
    );
  });
}

/** Colours code by its language; undefined when the language is not known. */
export function highlight(text: string, language: string): ReactNode {
  if (!lowlight.registered(language)) return undefined;
  return toReact(lowlight.highlight(language, text).children);
}
