import { compose, type Piece } from './compose.js';
import { codeBlock } from './mrkdwn.js';
import { emojiNamed, withEmoji } from './shortcodes.js';
import type { Element } from './slack.schema.js';

/** Slack's rich text. Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block */

const ranges: Record<string, string> = { here: '@here', channel: '@room', everyone: '@room' };

function emojiOf({ name = '', unicode, skin_tone: tone }: Element): string {
  if (tone !== undefined) return withEmoji(`:${name}::skin-tone-${tone}:`);
  const known = emojiNamed(name);
  if (known !== undefined) return known;
  const codes = unicode?.split('-').map((code) => parseInt(code, 16)) ?? [];
  return codes.length > 0 && codes.every((code) => code > 0x20 && code <= 0x10ffff)
    ? String.fromCodePoint(...codes)
    : `:${name}:`;
}

/** The text of one piece; of an unknown kind its `text`, if any. */
function wordsOf(element: Element): string {
  switch (element.type) {
    case 'emoji':
      return emojiOf(element);
    case 'user':
      return `@${element.user_id ?? ''}`;
    case 'channel':
      return `#${element.channel_id ?? ''}`;
    case 'usergroup':
      return `@${element.usergroup_id ?? ''}`;
    case 'broadcast':
      return ranges[element.range ?? ''] ?? '';
    case 'link':
      return element.text.text ?? element.url ?? '';
    default:
      return element.text.text ?? element.fallback ?? element.value ?? '';
  }
}

function pieceOf(element: Element): Piece {
  const { style } = element;
  const marked = (name: 'bold' | 'italic' | 'strike' | 'code'): boolean =>
    typeof style === 'object' && style[name];
  return {
    text: wordsOf(element),
    href: element.type === 'link' ? element.url : undefined,
    bold: marked('bold'),
    italic: marked('italic'),
    strike: marked('strike'),
    code: marked('code'),
  };
}

/** All pieces in an element, at any depth. */
const piecesIn = (element: Element): Piece[] =>
  element.elements ? element.elements.flatMap(piecesIn) : [pieceOf(element)];

const MOST_INDENT = 8;

function listOf(list: Element): string {
  const indent = '  '.repeat(Math.min(MOST_INDENT, Math.max(0, Math.trunc(Number(list.indent ?? 0)) || 0)));
  const first = Math.max(0, Math.trunc(Number(list.offset ?? 0)) || 0) + 1;
  return (list.elements ?? [])
    .map((item, i) => {
      const sign = list.style === 'ordered' ? `${first + i}. ` : '- ';
      const lines = compose(piecesIn(item)).replace(/\n+/g, `\n${indent}${' '.repeat(sign.length)}`);
      return `${indent}${sign}${lines}`;
    })
    .join('\n');
}

/** One of the parts that a block of rich text has. */
function partOf(part: Element): string {
  switch (part.type) {
    case 'rich_text_preformatted':
      return codeBlock(
        piecesIn(part)
          .map(({ text }) => text)
          .join(''),
      );
    case 'rich_text_quote':
      return compose(piecesIn(part)).replace(/^/gm, '> ');
    case 'rich_text_list':
      return listOf(part);
    default:
      return compose(piecesIn(part)).trim();
  }
}

export const fromRich = (elements: Element[]): string =>
  elements
    .map(partOf)
    .filter((part) => part !== '')
    .join('\n');

/** The same as one line, for a cell. */
export const fromRichLine = (elements: Element[]): string =>
  compose(
    elements.flatMap(piecesIn).map((piece) => ({ ...piece, text: piece.text.replace(/\s*\n\s*/g, ' ') })),
  );
