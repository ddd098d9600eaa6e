import type { RuleBlock, StateBlock } from './engine.js';
import { spreadFences } from './fences.js';
import { DEEPEST, depthOf, lineAt, nestingOf } from './lines.js';

/** Empty lines above a paragraph that are shown, beyond the one that separates it from the block before. */
const MOST_GAPS = 3;

const quoteMark = /^>(?: |$)/u;

/** Reads a quote: lines that begin with `> `, and between them `>` alone. What follows without it is an answer. */
export const readQuote: RuleBlock = (state, start, end, silent) => {
  if (!/^> +\S/u.test(lineAt(state, start)) || nestingOf(state) >= DEEPEST) return false;
  if (silent) return true;
  const lines: string[] = [];
  let next = start;
  while (next < end && quoteMark.test(lineAt(state, next))) lines.push(lineAt(state, next++).slice(2));
  const depth = depthOf(state);
  const around = Math.ceil(nestingOf(state));
  state.push('blockquote_open', 'blockquote', 1);
  state.env['depth'] = around + 1;
  state.md.block.parse(spreadFences(lines.join('\n')), state.md, state.env, state.tokens);
  state.env['depth'] = depth;
  state.push('blockquote_close', 'blockquote', -1);
  state.line = next;
  return true;
};

function pushInline(state: StateBlock, content: string): void {
  const token = state.push('inline', '', 0);
  token.content = content;
  token.children = [];
}

/** Reads `# words`. Signs at its end are words too. */
export const readHeading: RuleBlock = (state, start, _end, silent) => {
  const found = /^(#{1,6}) +(\S.*)$/u.exec(lineAt(state, start));
  if (!found) return false;
  if (silent) return true;
  state.push('heading_open', 'h', 1).meta = { level: found[1]?.length ?? 1 };
  pushInline(state, found[2] ?? '');
  state.push('heading_close', 'h', -1);
  state.line = start + 1;
  return true;
};

/** Reads a line of three or more hyphens. */
export const readRule: RuleBlock = (state, start, _end, silent) => {
  if (!/^-{3,}\s*$/u.test(lineAt(state, start))) return false;
  if (silent) return true;
  state.push('hr', 'hr', 0);
  state.line = start + 1;
  return true;
};

const bullet = /^[-*] +(?=\S)(?![-* ]+$)/u;
const number = /^\d{1,9}[.)] +\S/u;

/** Runs the parser's own rule for lists that are clearly ones, and not deeper than they can be shown. */
export const guardedList =
  (list: RuleBlock): RuleBlock =>
  (state, start, end, silent) => {
    const line = lineAt(state, start);
    if (!(bullet.test(line) || number.test(line)) || nestingOf(state) >= DEEPEST) return false;
    return list(state, start, end, silent);
  };

/** Empty lines that were typed above a line, beyond one. */
function gapsAbove(state: StateBlock, start: number): number {
  let line = start;
  while (line > 0 && state.isEmpty(line - 1)) line -= 1;
  return line === 0 ? 0 : Math.min(MOST_GAPS, Math.max(0, start - line - 1));
}

const interrupts = (state: StateBlock, line: number, end: number): boolean =>
  state.md.block.ruler.getRules('paragraph').some((rule) => rule(state, line, end, true));

/**
 * Reads lines of words, with their breaks and their spaces. A line that is indented less than an item's words does not
 * belong to the item: there is no lazy continuation.
 */
export const readParagraph: RuleBlock = (state, start, end) => {
  const { parentType } = state;
  state.parentType = 'paragraph';
  let next = start + 1;
  while (
    next < end &&
    !state.isEmpty(next) &&
    (state.sCount[next] ?? 0) >= state.blkIndent &&
    !interrupts(state, next, end)
  )
    next += 1;
  const content = state.getLines(start, next, state.blkIndent, false);
  state.push('paragraph_open', 'p', 1);
  pushInline(state, '\n'.repeat(gapsAbove(state, start)) + content.trimEnd());
  state.push('paragraph_close', 'p', -1);
  state.line = next;
  state.parentType = parentType;
  return true;
};
