import type { StateBlock } from './engine.js';

/** Nested quotes and lists at most; deeper ones are shown as text. */
export const DEEPEST = 8;

/** Blocks around a quote's lines, which are read by themselves. */
export interface Around {
  depth: number;
}

export const depthOf = (state: StateBlock): number => (state.env as Partial<Around>).depth ?? 0;
/** A list and its item are two levels of the parser. */
export const nestingOf = (state: StateBlock): number => depthOf(state) + state.level / 2;

/** The text of a line from its first sign that is no space; empty where it is indented so far that it is no mark. */
export function lineAt(state: StateBlock, line: number): string {
  if (line >= state.lineMax || (state.sCount[line] ?? 0) < state.blkIndent) return '';
  if ((state.sCount[line] ?? 0) - state.blkIndent >= 4) return '';
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}
