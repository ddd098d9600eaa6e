import type { Edit } from './editing';
import { isInFence, lineStart } from './places';

type Selection = [number, number];

/** What a line begins with that marks must stay behind: its indent, a quote, a list's sign. */
const lead = /^\s*(?:>\s?)*(?:(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?/u;

interface Piece {
  before: string;
  core: string;
  after: string;
}

function pieceOf(line: string, atLineStart: boolean): Piece {
  const before = (atLineStart ? lead : /^\s*/u).exec(line)?.[0] ?? '';
  const core = line.slice(before.length).trimEnd();
  return { before, core, after: line.slice(before.length + core.length) };
}

const isMarked = (core: string, mark: string): boolean =>
  core.length > 2 * mark.length && core.startsWith(mark) && core.endsWith(mark);

/** The text without the marks around it, and its selection then. */
function unwrapped(text: string, [start, end]: Selection, n: number): Edit {
  return {
    from: start - n,
    to: end + n,
    text: text.slice(start, end),
    selection: [start - n, end - n],
  };
}

/**
 * Puts marks around the words of the selection, in each line behind its prefix, or removes them if they are there.
 * Without words the caret is placed between the marks.
 */
export function wrapSelection(text: string, selection: Selection, mark: string): Edit {
  const [start, end] = selection;
  const n = mark.length;
  const chosen = text.slice(start, end);
  if (text.slice(Math.max(0, start - n), start) === mark && text.slice(end, end + n) === mark)
    return unwrapped(text, selection, n);
  const lines = chosen.split('\n');
  let at = start;
  const pieces = lines.map((line, i) => {
    const piece = pieceOf(line, i > 0 || start === 0 || text[start - 1] === '\n');
    const inCode = /^\s*```/.test(line) || isInFence(text, at);
    at += line.length + 1;
    return inCode ? { before: line, core: '', after: '' } : piece;
  });
  const cores = pieces.filter(({ core }) => core !== '');
  if (cores.length === 0) return { from: end, to: end, text: mark + mark, selection: [end + n, end + n] };
  const off = cores.every(({ core }) => isMarked(core, mark));
  const change = (core: string): string =>
    core === '' || (!off && isMarked(core, mark))
      ? core
      : off
        ? core.slice(n, core.length - n)
        : mark + core + mark;
  const made = pieces.map(({ before, core, after }) => before + change(core) + after).join('\n');
  const [only] = pieces;
  const inner = start + (only?.before.length ?? 0) + (off ? 0 : n);
  const width = (only?.core.length ?? 0) - (off ? 2 * n : 0);
  return {
    from: start,
    to: end,
    text: made,
    selection: lines.length === 1 ? [inner, inner + width] : [start, start + made.length],
  };
}

/** Makes the selection a block of code on lines of its own, or a block plain text again. */
export function fenceSelection(text: string, [start, end]: Selection): Edit {
  const chosen = text.slice(start, end);
  const opened = /(?:^|\n)(```+)[\w+#-]*\n$/.exec(text.slice(0, start));
  const closed = /^\n(```+)(?=\n|$)/.exec(text.slice(end));
  if (opened && closed && opened[1] === closed[1]) {
    const from = start - opened[0].replace(/^\n/, '').length;
    return { from, to: end + closed[0].length, text: chosen, selection: [from, from + chosen.length] };
  }
  const longest = Math.max(0, ...(chosen.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  const before = `${start > 0 && text[start - 1] !== '\n' ? '\n' : ''}${fence}\n`;
  const after = `\n${fence}${end < text.length && text[end] !== '\n' ? '\n' : ''}`;
  const inner = start + before.length;
  return { from: start, to: end, text: before + chosen + after, selection: [inner, inner + chosen.length] };
}

/** Code: in a line between backticks, of several lines as a block. */
export const codeSelection = (text: string, selection: Selection): Edit =>
  text.slice(...selection).includes('\n')
    ? fenceSelection(text, selection)
    : wrapSelection(text, selection, '`');

/** Puts a prefix before each selected line that is not empty, or removes it if it is there. */
export function prefixLines(text: string, selection: Selection, prefix: string): Edit {
  const from = lineStart(text, selection[0]);
  const lines = text.slice(from, selection[1]).split('\n');
  const meant = (line: string): boolean => lines.length === 1 || line.trim() !== '';
  const off = lines.filter(meant).every((line) => line.startsWith(prefix));
  const changed = lines.map((line) =>
    meant(line) ? (off ? line.slice(prefix.length) : prefix + line) : line,
  );
  const made = changed.join('\n');
  const first = (changed[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  return {
    from,
    to: selection[1],
    text: made,
    selection: [Math.max(from, selection[0] + first), from + made.length],
  };
}

/** Makes the selection a link: the caret is placed at the missing words, or at the address if there are words. */
export function linkSelection(text: string, [start, end]: Selection): Edit {
  const shown = text.slice(start, end);
  const at = start + shown.length + 3;
  return {
    from: start,
    to: end,
    text: `[${shown}](https://)`,
    selection: shown === '' ? [start + 1, start + 1] : [at, at + 'https://'.length],
  };
}
