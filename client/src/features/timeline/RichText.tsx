import type { Align, Block, Inline, Item } from '@parley/shared/markdown/nodes';
import { parseMessage } from '@parley/shared/markdown/parse';
import { createElement, Fragment, type ReactNode } from 'react';
import { t } from './text/text';
import { CodeBlock } from './CodeBlock';
import { drawInline } from './inlineNodes';

function Marker({ item: { marker, checked } }: { item: Item }) {
  if (checked !== undefined)
    return (
      <span className="marker">
        <input
          type="checkbox"
          checked={checked}
          readOnly
          disabled
          aria-label={checked ? t('message.done') : t('message.todo')}
        />{' '}
      </span>
    );
  return <span className="marker">{marker === '' ? '• ' : `${marker} `}</span>;
}

/** The item's marker is part of the text of its first block: so they are copied together. */
function drawItem(item: Item, key: number): ReactNode {
  const [first, ...rest] = item.children;
  const words = first?.type === 'paragraph' ? first.children : undefined;
  return (
    <li key={key} dir="auto">
      <Marker item={item} />
      {words && drawInline(words)}
      {drawBlocks(words ? rest : item.children)}
    </li>
  );
}

function drawList({ ordered, items }: Extract<Block, { type: 'list' }>): ReactNode {
  // One long number does not move all others: it pushes its own words.
  const widest = Math.min(4, Math.max(1, ...items.map(({ marker }) => marker.length)));
  return createElement(
    ordered ? 'ol' : 'ul',
    { style: { '--marker': `${widest + 0.6}ch` } },
    items.map(drawItem),
  );
}

const drawCells = (tag: 'th' | 'td', cells: Inline[][], align: Align[]): ReactNode =>
  cells.map((cell, i) =>
    createElement(tag, { key: i, dir: 'auto', style: { textAlign: align[i] ?? 'start' } }, drawInline(cell)),
  );

function drawTable({ header, rows, align }: Extract<Block, { type: 'table' }>): ReactNode {
  return (
    <div className="table-box" tabIndex={0} role="group" aria-label={t('message.table')}>
      <table>
        <thead>
          <tr>{drawCells('th', header, align)}</tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>{drawCells('td', row, align)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function draw(block: Block): ReactNode {
  switch (block.type) {
    case 'paragraph':
      return <p>{drawInline(block.children)}</p>;
    case 'heading':
      // The page's own headings come first: the room is h1, a panel h2.
      return createElement(`h${Math.min(6, block.level + 2)}`, null, drawInline(block.children));
    case 'quote':
      // The side of its bar is that of its first words; lines in it have their own.
      return <blockquote dir="auto">{drawBlocks(block.children)}</blockquote>;
    case 'list':
      return drawList(block);
    case 'code':
      return <CodeBlock node={block} />;
    case 'table':
      return drawTable(block);
    case 'rule':
      return <hr />;
  }
}

const drawBlocks = (blocks: Block[]): ReactNode =>
  blocks.map((block, i) => <Fragment key={i}>{draw(block)}</Fragment>);

/** Texts whose meaning is cached: some screens of a few rooms, so that going back to one parses nothing again. */
const MOST_CACHED = 1000;
const cached = new Map<string, ReactNode>();

/** The rendered text. It depends on the text alone: the components look up who is mentioned. */
function drawnOf(text: string): ReactNode {
  const drawn = cached.get(text) ?? drawBlocks(parseMessage(text));
  // The one used last is the last to be evicted.
  cached.delete(text);
  cached.set(text, drawn);
  const [oldest] = cached.keys();
  if (cached.size > MOST_CACHED && oldest !== undefined) cached.delete(oldest);
  return drawn;
}

/** A text with its Markdown rendered. In a chunk of its own: the parser is larger than the rest of the timeline. */
export default function RichText({ text }: { text: string }) {
  return <>{drawnOf(text)}</>;
}
