import { parseMessage } from '@parley/shared/markdown/parse';
import type { Block, Inline } from '@parley/shared/markdown/nodes';

/** Text to show with these marks, and otherwise literally. */
export interface Piece {
  text: string;
  bold?: boolean | undefined;
  italic?: boolean | undefined;
  strike?: boolean | undefined;
  code?: boolean | undefined;
  /** The address of a link. If it is not valid, the text has no link. */
  href?: string | undefined;
  /** Mentions nobody: user names of other programs are nobody's here. */
  quiet?: boolean | undefined;
}

const BOLD = 1;
const ITALIC = 2;
const STRIKE = 4;
const CODE = 8;
const LINK = 16;
const HIDDEN = 32;
/** The unit is part of a mention, or of a room's name. */
const CALL = 64;
/** It may be; only for the wanted text. */
const LOUD = 128;

/** One UTF-16 unit as it is shown. */
interface Sign {
  sign: string;
  style: number;
}

const styles = { strong: BOLD, emphasis: ITALIC, strike: STRIKE, spoiler: HIDDEN } as const;

function shownInline(nodes: Inline[], style: number, out: Sign[]): void {
  for (const node of nodes) {
    if (node.type === 'link') shownInline(node.children, style | LINK, out);
    else if ('children' in node) shownInline(node.children, style | styles[node.type], out);
    else
      for (const sign of node.text.split(''))
        out.push({
          sign,
          style: style | (node.type === 'text' ? 0 : node.type === 'codeSpan' ? CODE : CALL),
        });
  }
}

/** The units that a text shows; undefined when it is not one paragraph. */
function shown(text: string): Sign[] | undefined {
  const blocks: Block[] = parseMessage(text);
  const [only] = blocks;
  if (blocks.length > 1 || (only && only.type !== 'paragraph')) return undefined;
  const out: Sign[] = [];
  if (only) shownInline(only.children, 0, out);
  return out;
}

const addressKinds = new Set(['http:', 'https:', 'mailto:', 'tel:']);

const percent = (sign: string): string =>
  [...Buffer.from(sign)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** An address as it can be in a link: without spaces and brackets. Undefined if it is not valid. */
export function addressOf(href: string): string | undefined {
  if (!URL.canParse(href) || !addressKinds.has(new URL(href).protocol)) return undefined;
  return href.replace(/[()<>[\]\\\s|"`]/gu, (sign) => percent(sign));
}

const marksOf = ({ bold, italic, strike }: Piece): string =>
  `${bold ? '**' : ''}${italic ? '_' : ''}${strike ? '~~' : ''}`;
const styleOf = (piece: Piece): number =>
  (piece.bold ? BOLD : 0) |
  (piece.italic ? ITALIC : 0) |
  (piece.strike ? STRIKE : 0) |
  (piece.code ? CODE : 0) |
  (piece.href === undefined ? 0 : LINK) |
  (piece.quiet ? 0 : LOUD);

/** What could be parsed as a mark: runs of signs, and the beginnings of links, addresses and names. */
const mayMark = /\*+|_+|~+|\|+|`+|\[|</gu;
const mayCall = /[@#]/gu;
/** What starts a block at the beginning of a line; of a number, the sign behind it. */
const mayBegin = /^[ \t]*(?:\d{1,9}(?=[.)] ))?(?=#{1,6} |> |[-*] +\S|-{3,}[ \t]*$|[.)] )/gmu;

/** The places in a text that may need a backslash, in UTF-16 units. `first`: it begins a line. */
function placesOf({ text, quiet }: Piece, first: boolean): number[] {
  const places = new Set<number>();
  for (const { index } of text.matchAll(mayMark)) places.add(index);
  if (quiet) for (const { index } of text.matchAll(mayCall)) places.add(index);
  for (const found of text.matchAll(mayBegin)) {
    const at = found.index + found[0].length;
    const isNumber = /\d$/u.test(found[0]);
    const beginsLine = found.index > 0 || first;
    if (beginsLine && (isNumber || !/^[.)]/u.test(text.slice(at, at + 1)))) places.add(at);
  }
  return [...places].sort((a, b) => a - b);
}

/** A text in the making, what it should show, and its backslashes by the place in the shown text. */
interface Draft {
  source: string;
  expected: Sign[];
  escapes: Set<number>;
}

function append(draft: Draft, piece: Piece, wanted: ((place: number) => boolean) | undefined): void {
  const { expected, escapes } = draft;
  const style = styleOf(piece);
  const base = expected.length;
  for (const sign of piece.text.split('')) expected.push({ sign, style });
  if (piece.code) {
    draft.source += `\`${piece.text}\``;
    return;
  }
  const first = draft.source === '' || draft.source.endsWith('\n');
  let words = '';
  let from = 0;
  for (const at of placesOf(piece, first)) {
    if (wanted && !wanted(base + at)) continue;
    escapes.add(base + at);
    words += `${piece.text.slice(from, at)}\\`;
    from = at;
  }
  words += piece.text.slice(from);
  const marks = marksOf(piece);
  const inner = piece.href === undefined ? words : `[${words}](${piece.href})`;
  draft.source += marks + inner + [...marks.matchAll(/\*\*|_|~~/gu)].reverse().join('');
}

function draftOf(pieces: Piece[], wanted?: (place: number) => boolean): Draft {
  const draft: Draft = { source: '', expected: [], escapes: new Set() };
  for (const piece of pieces) append(draft, piece, wanted);
  return draft;
}

/** The backslashes that are shown, and so were not needed; and how many of the wanted units are shown. */
function visibleIn({ expected, escapes }: Draft, signs: Sign[]): { visible: Set<number>; count: number } {
  const visible = new Set<number>();
  let count = 0;
  for (const { sign } of signs) {
    if (sign === expected[count]?.sign) count += 1;
    else if (sign === '\\' && escapes.has(count)) visible.add(count);
    else break;
  }
  return { visible, count };
}

/** Bare addresses become links, and names mentions where they may. */
const sameStyle = (is: number, wanted: number): boolean =>
  (is & ~((wanted & LINK) === 0 ? LINK : 0) & ~((wanted & LOUD) === 0 ? 0 : CALL)) === (wanted & ~LOUD);

/** Spaces at the very end are not shown. */
const agrees = ({ expected }: Draft, signs: Sign[] | undefined): boolean =>
  signs !== undefined &&
  expected.every(({ sign, style }, i) => {
    const is = signs[i];
    return is ? sign === is.sign && sameStyle(is.style, style) : /\s/u.test(sign);
  });

/** Some marks are parsed differently once others are escaped: then another round finds them; this many at most. */
const MOST_ROUNDS = 8;

/** The place of a mark that should be text: the last one up to where shown and expected text differ. */
function misread({ expected }: Draft, signs: Sign[], places: readonly number[]): number | undefined {
  const parted = expected.findIndex(
    ({ sign, style }, i) => sign !== signs[i]?.sign || !sameStyle(signs[i].style, style),
  );
  return parted < 0 ? undefined : places.filter((place) => place <= parted).at(-1);
}

/** Tries the text without backslashes; then with all it may need; then without those that are shown. */
function attempt(pieces: Piece[]): { source: string; good: boolean } {
  const bare = draftOf(pieces, () => false);
  if (agrees(bare, shown(bare.source))) return { source: bare.source, good: true };
  const places = [...draftOf(pieces).escapes];
  let wanted = new Set(places);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const draft = draftOf(pieces, (place) => wanted.has(place));
    const signs = shown(draft.source);
    // A table: there its bars and dashes are taken as they are.
    if (!signs) break;
    if (agrees(draft, signs)) return { source: draft.source, good: true };
    const { visible } = visibleIn(draft, signs);
    const more = visible.size > 0 ? undefined : misread(draft, signs, places);
    if (visible.size === 0 && (more === undefined || wanted.has(more))) break;
    wanted = new Set(
      more === undefined ? [...wanted].filter((place) => !visible.has(place)) : [...wanted, more],
    );
  }
  return { source: safest(bare, draftOf(pieces)), good: false };
}

/** If no attempt is exact, a backslash too many is better than a sign too few. */
function safest(bare: Draft, full: Draft): string {
  const signs = shown(full.source);
  return signs && visibleIn(full, signs).count === full.expected.length ? full.source : bare.source;
}

const withoutMarks = ({ text, href, quiet }: Piece): Piece => ({ text, href, quiet });

/** Brackets that do not pair would end the text of a link. */
function bracketed(text: string): string {
  let depth = 0;
  const pairs = text.split('').every((sign) => {
    depth += sign === '[' ? 1 : sign === ']' ? -1 : 0;
    return depth >= 0;
  });
  return pairs && depth === 0 ? text : text.replaceAll('[', '(').replaceAll(']', ')');
}

/** A piece with its marks beside words and not beside spaces. */
function writable(piece: Piece): Piece[] {
  const { text } = piece;
  if (text === '') return [];
  if (piece.href !== undefined) {
    const href = addressOf(piece.href);
    const words = bracketed(text.replace(/\s+/gu, ' ').trim());
    if (href === undefined) return writable({ ...piece, href: undefined });
    if (words === '') return [{ text: href }];
    const itself = words === piece.href || href === `mailto:${words}`;
    return itself ? [{ ...piece, text: words, href: undefined }] : [{ ...piece, text: words, href }];
  }
  if (piece.code && !/[`\n]/u.test(text) && text.trim() === text) return [{ text, code: true }];
  const [, before = '', words = '', behind = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(text) ?? [];
  if (marksOf(piece) === '' || words === '') return [{ text, quiet: piece.quiet }];
  return [{ text: before }, { ...piece, code: undefined, text: words }, { text: behind }].filter(
    (part) => part.text !== '',
  );
}

/** Limit of added backslashes; beyond it the marks stay as they were sent. */
const MOST_PLACES = 500;

function paragraph(pieces: Piece[]): string {
  const written = pieces.flatMap(writable);
  const places = written.reduce((sum, piece) => sum + placesOf(piece, true).length, 0);
  if (places > MOST_PLACES) return draftOf(written.map(withoutMarks), () => false).source;
  const first = attempt(written);
  if (first.good) return first.source;
  const plain = attempt(written.map(withoutMarks));
  return plain.good ? plain.source : first.source;
}

/**
 * Composes Parley's Markdown (docs/markdown.md) that shows exactly the given text: what would be parsed as a mark is escaped
 * by a backslash, and no backslash is shown. It runs the parser itself, because a mark depends on the text around it.
 * Marks that cannot be written where they are wanted, as in the middle of a word, are left out.
 * @param pieces one after another; a blank line in them parts paragraphs
 */
export function compose(pieces: Piece[]): string {
  const paragraphs: Piece[][] = [[]];
  for (const piece of pieces)
    piece.text.split(/\n[ \t]*\n\s*/u).forEach((text, i) => {
      if (i > 0) paragraphs.push([]);
      paragraphs.at(-1)?.push({ ...piece, text });
    });
  return paragraphs.map(paragraph).join('\n\n');
}
