/** `<address>`, or an address without spaces whose brackets belong together. */
const bracketed = /<([^<>\n]*)>/uy;
/** A title in quotes, behind at least one space. */
const titled = /[ \n]+(?:"([^"]*)"|'([^']*)')/uy;
const spaces = /[ \n]*/uy;
/** Nested brackets in an address at most. Source: CommonMark's reference implementations. */
const DEEPEST = 32;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Behind the address at `at`; the closing bracket of the link is not in it. */
function endOfAddress(text: string, at: number): number {
  let depth = 0;
  let end = at;
  for (; end < text.length; end += 1) {
    const sign = text[end] ?? '';
    if (sign <= ' ' || (sign === ')' && depth === 0)) break;
    if (sign === '\\') end += /[()\\]/u.test(text[end + 1] ?? '') ? 1 : 0;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    if (depth > DEEPEST) break;
  }
  return depth === 0 ? end : at;
}

export interface Destination {
  address: string;
  title: string;
  /** Behind the closing bracket. */
  end: number;
}

/**
 * `(address "title")` at `at`. Both are taken as typed: `&amp;` stays, a backslash only disappears before a bracket.
 *
 * @returns undefined if there is no destination
 */
export function destinationIn(text: string, at: number): Destination | undefined {
  if (text[at] !== '(') return undefined;
  const from = at + 1 + (match(spaces, text, at + 1)?.[0].length ?? 0);
  const inBrackets = match(bracketed, text, from);
  const end = inBrackets ? from + inBrackets[0].length : endOfAddress(text, from);
  const address = inBrackets?.[1] ?? text.slice(from, end).replace(/\\([()\\])/gu, '$1');
  const title = match(titled, text, end);
  const behind = end + (title?.[0].length ?? 0);
  const close = behind + (match(spaces, text, behind)?.[0].length ?? 0);
  if (address === '' || text[close] !== ')') return undefined;
  return { address, title: title?.[1] ?? title?.[2] ?? '', end: close + 1 };
}
