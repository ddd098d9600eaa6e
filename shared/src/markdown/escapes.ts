import { codeSpanAt } from './code.js';
import type { RuleInline, StateInline } from './engine.js';
import { isLinkAt, readBracketedAddress } from './links.js';
import { readEscapedMarks } from './marks.js';
import { escapedNameAt } from './names.js';

/** Signs that begin a block when a line begins with them. */
const blockMark = /(?:#{1,6}(?= )|>(?= )|[-*](?= +\S)|-{3,}(?=[ \t]*(?:\n|$))|`{3,})/uy;

/** Runs of backticks that would have ended code whose beginning is escaped. */
const ends = new WeakMap<StateInline, Set<number>>();

/** The length of the backticks at `at` that a backslash makes text, at either end of what would be code. */
function escapedBackticks(state: StateInline, at: number): number {
  const known = ends.get(state) ?? new Set();
  ends.set(state, known);
  if (known.has(at)) return /^`+/u.exec(state.src.slice(at, at + 64))?.[0].length ?? 0;
  const span = codeSpanAt(state, at);
  if (span) known.add(span.end - span.length);
  return span?.length ?? 0;
}

/** How many signs behind the backslash at `state.pos` would be a mark without it; 0 where it is only a backslash. */
function escapedLength(state: StateInline): number {
  const { src, pos } = state;
  const next = pos + 1;
  // As many signs as the marks below need: back to the line's beginning would be the whole text for each backslash.
  const near = src.slice(Math.max(0, pos - 16), pos);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  if (line.trim() === '') {
    blockMark.lastIndex = next;
    const found = blockMark.exec(src)?.[0];
    if (found !== undefined) return found.length;
  }
  // `1\. text`
  if (/^ *\d{1,9}$/u.test(line) && /^[.)] /u.test(src.slice(next, next + 2))) return 1;
  const backticks = escapedBackticks(state, next);
  if (backticks > 0) return backticks;
  if (isLinkAt(state, next)) return 1;
  if (src[next] === '<') {
    state.pos = next;
    const address = readBracketedAddress(state, true);
    state.pos = pos;
    if (address) return 1;
  }
  return escapedNameAt(state, next);
}

/**
 * Reads a backslash. It makes text of a mark that would otherwise begin behind it, and only then disappears: paths and
 * shrugs are shown as they were typed.
 */
export const readEscape: RuleInline = (state, silent) => {
  if (state.src[state.pos] !== '\\') return false;
  const length = escapedLength(state);
  if (length === 0) return readEscapedMarks(state, silent);
  const from = state.pos + 1;
  if (!silent) state.pending += state.src.slice(from, from + length);
  state.pos = from + length;
  return true;
};
