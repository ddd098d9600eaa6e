import { common, createLowlight } from 'lowlight';
import { Fragment, type ReactNode } from 'react';

const lowlight = createLowlight(common);

interface HighlightNode {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: HighlightNode[];
}

const spansIn = (nodes: HighlightNode[]): number =>
  nodes.reduce((sum, { children }) => sum + 1 + spansIn(children ?? []), 0);

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

/**
 * Colours code by its language.
 *
 * @param most elements and texts that the colours may take, in pairs
 * @returns undefined when the language cannot be coloured, or the colours would take too many
 */
export function highlight(text: string, language: string, most: number): ReactNode {
  if (!lowlight.registered(language)) return undefined;
  const { children } = lowlight.highlight(language, text);
  return spansIn(children) > most * 2 ? undefined : toReact(children);
}
