import { meaningOf } from './mentions.js';
import type { Block, Inline, Item } from './nodes.js';
import { parseMessage } from './parse.js';

const people = new Set(['jo', 'wang', 'tanaka']);
const tags = { strong: 'b', emphasis: 'i', strike: 's', spoiler: 'hidden' } as const;

function call(names: string[], text: string): string {
  const found = meaningOf(names, (name) => (people.has(name) ? name : undefined));
  if (!found) return text;
  const end = 1 + found.name.length;
  return `<call>${text.slice(0, end)}</call>${text.slice(end)}`;
}

const inline = (nodes: Inline[]): string =>
  nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.text;
        case 'codeSpan':
          return `<code>${node.text}</code>`;
        case 'mention':
          return call(node.names, node.text);
        case 'room':
          return `<room>${node.text}</room>`;
        case 'link':
          return `<a ${node.href}>${inline(node.children)}</a>`;
        default:
          return `<${tags[node.type]}>${inline(node.children)}</${tags[node.type]}>`;
      }
    })
    .join('');

function item({ marker, checked, children }: Item): string {
  const box = checked === undefined ? '' : checked ? '☑ ' : '☐ ';
  return `<li>${marker === '' ? '' : `${marker} `}${box}${blocks(children)}</li>`;
}

function block(node: Block): string {
  switch (node.type) {
    case 'paragraph':
      return inline(node.children);
    case 'heading':
      return `<h>${inline(node.children)}</h>`;
    case 'quote':
      return `<q>${blocks(node.children)}</q>`;
    case 'list':
      return `<${node.ordered ? 'ol' : 'ul'}>${node.items.map(item).join('')}</${node.ordered ? 'ol' : 'ul'}>`;
    case 'code':
      return `<pre${node.language === undefined ? '' : ` ${node.language}`}>${node.text}</pre>`;
    case 'table':
      return `<table>${[node.header, ...node.rows].map((row) => row.map(inline).join(' | ')).join('\n')}</table>`;
    case 'rule':
      return '<hr>';
  }
}

const blocks = (nodes: Block[]): string => nodes.map(block).join(' ¶ ');

/** What a text shows, in the notation of docs/markdown.md; jo, wang and tanaka are people. */
export const outline = (text: string): string => blocks(parseMessage(text));
