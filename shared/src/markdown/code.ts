import type { RuleInline, StateInline } from './engine.js';

/** Of each length of a run of backticks the places where such a run begins, in order. */
const runs = new WeakMap<StateInline, Map<number, number[]>>();

function runsOf(state: StateInline): Map<number, number[]> {
  const known = runs.get(state);
  if (known) return known;
  const found = new Map<number, number[]>();
  for (const { 0: run, index } of state.src.matchAll(/`+/gu)) {
    const places = found.get(run.length);
    if (places) places.push(index);
    else found.set(run.length, [index]);
  }
  runs.set(state, found);
  return found;
}

/** The first of these places, which are in order, behind `at`. */
function placeAfter(places: number[], at: number): number | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return places[low];
}

interface Span {
  text: string;
  end: number;
  length: number;
}

/** The code between the backticks at `at` and the next as many of them. Every sign in it is code. */
export function codeSpanAt(state: StateInline, at: number): Span | undefined {
  const { src, posMax } = state;
  if (src[at] !== '`' || src[at - 1] === '`') return undefined;
  let length = 1;
  while (src[at + length] === '`') length += 1;
  const close = placeAfter(runsOf(state).get(length) ?? [], at);
  if (close === undefined || close + length > posMax) return undefined;
  const inner = src.slice(at + length, close);
  // What is only spaces between backticks is no code that one could see.
  if (inner.trim() === '') return undefined;
  // One space on both sides makes room for a backtick.
  const room = inner.includes('`') && inner.startsWith(' ') && inner.endsWith(' ');
  const text = room ? inner.slice(1, -1) : inner;
  return { text, end: close + length, length };
}

export const readCodeSpan: RuleInline = (state, silent) => {
  const span = codeSpanAt(state, state.pos);
  if (!span) return false;
  if (!silent) state.push('code_inline', 'code', 0).content = span.text;
  state.pos = span.end;
  return true;
};
