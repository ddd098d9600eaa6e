import type { RuleBlock, StateBlock } from './engine.js';
import { languageOf } from './languages.js';

/** A run of backticks that may end a block: the backticks of a string in the code, with a letter behind them, end nothing. */
const closing = /(?<!`)`{3,}(?=$|[\s.,:;!?)…。，、])/gmu;
const opening = /(?<=^|\s)`{3,}(?!`)/gmu;
const itemMark = /^ *(?:[-*]|\d{1,9}[.)]) +/u;

/** Shorter runs that may be in a block before the one that ends it. */
const MOST_TRIED = 100;

interface Run {
  from: number;
  end: number;
}

const runsIn = (text: string, pattern: RegExp): Run[] =>
  [...text.matchAll(pattern)].map(({ 0: run, index }) => ({ from: index, end: index + run.length }));

const lineBefore = (text: string, at: number): string => text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
const lineBehind = (text: string, at: number): string => /^[^\n]*/u.exec(text.slice(at))?.[0] ?? '';

/** What a line must begin with to stay in the list's item of the line before. */
const indentOf = (line: string): string =>
  ' '.repeat((itemMark.exec(line) ?? /^ */u.exec(line))?.[0].length ?? 0);

/** The block with its backticks in lines of their own. */
function spreadBlock(text: string, open: Run, close: Run): { before: string; block: string; behind: string } {
  const start = lineBefore(text, open.from);
  const indent = indentOf(start);
  const words = start.replace(itemMark, '').trim() !== '';
  const code = lineBefore(text, close.from).trim() !== '';
  return {
    before: words ? `\n${indent}` : '',
    block: `${text.slice(open.from, close.from)}${code ? `\n${indent}` : ''}${text.slice(close.from, close.end)}`,
    behind: lineBehind(text, close.end).trim() === '' ? '' : `\n${indent}`,
  };
}

/**
 * Puts the backticks of blocks of code that begin behind words, or end behind code or before words, into lines of their own.
 * Quotes are left as they are: their lines are read by themselves.
 */
export function spreadFences(text: string): string {
  if (!text.includes('```')) return text;
  const closes = runsIn(text, closing);
  let spread = '';
  let at = 0;
  let passed = 0;
  for (const open of runsIn(text, opening)) {
    if (open.from < at || /^ {0,3}>/u.test(lineBefore(text, open.from))) continue;
    while ((closes[passed]?.from ?? Infinity) < open.end) passed += 1;
    const length = open.end - open.from;
    const close = closes.slice(passed, passed + MOST_TRIED).find((run) => run.end - run.from >= length);
    if (!close) {
      // At a line's beginning it is code to the end.
      if (lineBefore(text, open.from).trim() === '') break;
      continue;
    }
    const inLine = !text.slice(open.end, close.from).includes('\n');
    const { before, block, behind } = spreadBlock(text, open, close);
    spread +=
      text.slice(at, open.from) + (inLine ? text.slice(open.from, close.end) : before + block + behind);
    at = close.end;
    if (behind !== '' && !inLine) at += /^ */u.exec(text.slice(at, at + 64))?.[0].length ?? 0;
  }
  return spread + text.slice(at);
}

/** Does a line belong to the same item or message? */
const belongs = (state: StateBlock, line: number): boolean =>
  state.isEmpty(line) || (state.sCount[line] ?? 0) >= state.blkIndent;

const textOf = (state: StateBlock, line: number): string =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);

interface Fence {
  language: string | undefined;
  text: string;
  /** The first line behind it. */
  next: number;
}

/** The text between two runs in one line: a block only if it is the whole line; else it is code among words. */
function inOneLine(run: string, info: string): string | undefined {
  const [, text, close] = /^(.*[^`])(`{3,})\s*$/u.exec(info) ?? [];
  return text !== undefined && close === run && !text.includes('```') ? text.trim() : undefined;
}

function fenceAt(state: StateBlock, start: number, end: number): Fence | undefined {
  const [, run = '', info = ''] = /^(`{3,})(.*)$/u.exec(textOf(state, start)) ?? [];
  if (run === '') return undefined;
  const whole = inOneLine(run, info);
  if (whole !== undefined) return { language: undefined, text: whole, next: start + 1 };
  if (info.includes(run)) return undefined;
  const close = new RegExp(`^\`{${run.length},}\\s*$`, 'u');
  let line = start + 1;
  while (line < end && belongs(state, line) && !close.test(textOf(state, line))) line += 1;
  if (line >= end && line === start + 1) return undefined;
  const ended = line < end && belongs(state, line);
  const language = languageOf(info);
  const first = language !== undefined || info.trim() === '' ? [] : [info];
  const rest = line > start + 1 ? [state.getLines(start + 1, line, state.sCount[start] ?? 0, false)] : [];
  return { language, text: [...first, ...rest].join('\n'), next: ended ? line + 1 : line };
}

/** Reads a block of code between runs of three or more backticks; without its end it is code to the end. */
export const readFence: RuleBlock = (state, start, end, silent) => {
  if ((state.sCount[start] ?? 0) - state.blkIndent >= 4) return false;
  const fence = fenceAt(state, start, end);
  if (!fence) return false;
  if (silent) return true;
  const token = state.push('fence', 'code', 0);
  token.content = fence.text;
  token.info = fence.language ?? '';
  state.line = fence.next;
  return true;
};
