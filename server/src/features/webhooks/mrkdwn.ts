import { compose, type Piece } from './compose.js';
import { withEmoji } from './shortcodes.js';

/**
 * Slack's mrkdwn in the dialect of Parley. It is not Markdown: one star is bold, one tilde strikes, a link is `<address|words>`, and
 * headings, tables and numbered lists do not exist, so that `# of files` and `__init__.py` are words.
 * Source: docs.slack.dev/messaging/formatting-message-text
 */

const unescape = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

const words = (text: string): Piece => ({ text: withEmoji(unescape(text)) });

/** The mentions of special words: `<!channel>` is everybody of the room. */
const specials: Record<string, string> = {
  here: '@here',
  channel: '@room',
  everyone: '@room',
  group: '@room',
};

/** The piece for what is between `<` and `>`. */
function fromAngle(target: string, label: string | undefined): Piece {
  const name = label === undefined || label.trim() === '' ? undefined : withEmoji(unescape(label));
  // `<!date^1392734382^{date}|18 February>`, `<!subteam^S1|@team>`
  if (target.startsWith('!')) {
    const special = target.slice(1).split('^')[0] ?? '';
    return { text: specials[special] ?? name ?? `@${special}` };
  }
  const sign = target[0] ?? '';
  if (sign === '@' || sign === '#') {
    const plain = name?.replace(/^[@#]/, '');
    return { text: plain === undefined ? target : `${sign}${plain}` };
  }
  const href = unescape(target);
  return { text: name ?? href.replace(/^mailto:/, ''), href };
}

/** Code, text in angles, and the three marks, which must be beside spaces or punctuation. */
const inline =
  /`([^`\n]+)`|<([^<>|\n]+)(?:\|([^<>\n]*))?>|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=[^_\s])([^_\n]*[^_\s])_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/gu;
const DEEPEST = 3;

/** The pieces of a line, with their marks. */
export function piecesOf(text: string, depth = 0): Piece[] {
  if (depth > DEEPEST) return [words(text)];
  const pieces: Piece[] = [];
  let from = 0;
  const within = (inner: string, mark: Partial<Piece>): void =>
    void pieces.push(...piecesOf(inner, depth + 1).map((piece) => ({ ...piece, ...mark })));
  for (const found of text.matchAll(inline)) {
    const [whole, code, target, label, bold, italic, strike] = found;
    if (found.index > from) pieces.push(words(text.slice(from, found.index)));
    from = found.index + whole.length;
    if (code !== undefined) pieces.push({ text: unescape(code), code: true });
    else if (target !== undefined) pieces.push(fromAngle(target, label));
    else if (bold !== undefined) within(bold, { bold: true });
    else if (italic !== undefined) within(italic, { italic: true });
    else if (strike !== undefined) within(strike, { strike: true });
  }
  if (from < text.length) pieces.push(words(text.slice(from)));
  return pieces;
}

type Kind = 'plain' | 'quote' | 'item';

/** The kind of a line, and its content. */
function lineOf(line: string): { kind: Kind; content: string } {
  const quote = /^(?:>|&gt;)+ ?(.*)$/u.exec(line);
  if (quote) return { kind: 'quote', content: quote[1] ?? '' };
  const item = /^[ \t]*(?:[•◦▪‣]|[-*](?= +\S)) *(.*)$/u.exec(line);
  return item ? { kind: 'item', content: item[1] ?? '' } : { kind: 'plain', content: line };
}

const prefixes: Record<Kind, string> = { plain: '', quote: '> ', item: '- ' };

const grouped = (kind: Kind, pieces: Piece[]): string =>
  compose(pieces)
    .replace(/^/gmu, prefixes[kind])
    .replace(/[ \t]+$/gmu, '');

/** Consecutive lines are one paragraph or quote: a mark may reach from one into the next. */
function fromLines(text: string): string {
  const out: string[] = [];
  let open: { kind: Kind; pieces: Piece[] } | undefined;
  const close = (): void => {
    if (open) out.push(grouped(open.kind, open.pieces));
    open = undefined;
  };
  for (const line of text.split('\n')) {
    const { kind, content } = lineOf(line);
    const blank = content.trim() === '';
    if (open?.kind !== kind || kind === 'item' || blank) close();
    if (blank) out.push('');
    else if (open) open.pieces.push({ text: '\n' }, ...piecesOf(content));
    else open = { kind, pieces: piecesOf(content) };
  }
  close();
  return out.join('\n');
}

/** A block of code. Three backticks in it would end it: they are separated. */
export const codeBlock = (code: string): string =>
  `\`\`\`\n${code.replace(/^\n|\n$/g, '').replaceAll('```', '``\u200b`')}\n\`\`\``;

/** Converts Slack's mrkdwn to Parley's text. */
export function fromMrkdwn(text: string): string {
  const parts = text.replace(/\r\n?/g, '\n').split(/```([\s\S]*?)```/);
  return parts
    .map((part, i) => (i % 2 === 1 ? codeBlock(unescape(part)) : fromLines(part.replace(/^\n|\n$/g, ''))))
    .filter((part) => part !== '')
    .join('\n');
}

/** Text without marks, as Slack's `plain_text`: only names of emoji are replaced. */
export const fromPlain = (text: string): string => compose([{ text: withEmoji(text) }]);
