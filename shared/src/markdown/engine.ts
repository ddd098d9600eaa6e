import type { Delimiter, MarkdownIt, StateBlock, StateInline } from 'markdown-it';

export type { Delimiter, MarkdownIt, StateBlock, StateInline };
/** Reads the mark at `state.pos` and moves behind it; false leaves everything as it is. `silent` only checks. */
export type RuleInline = (state: StateInline, silent: boolean) => boolean;
/** Reads the lines from `start` on, at most to `end`, and sets `state.line`; false leaves everything as it is. */
export type RuleBlock = (state: StateBlock, start: number, end: number, silent: boolean) => boolean;
