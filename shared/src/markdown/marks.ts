import type { Delimiter, RuleInline, StateInline } from './engine.js';
import { isSpace, isUnspaced, isWordSign, signAt, signBefore } from './signs.js';

/** Runs of these signs are marks, by their length. `__` is none: `__init__` and `__dirname` are what people mean by it. */
const lengths: Record<string, readonly number[]> = { '*': [1, 2, 3], _: [1], '~': [2], '|': [2] };

/** What may be outside next to a mark that opens or closes: spaces, brackets, punctuation, emoji, other marks. */
const beforeOpening = /[\p{Ps}\p{Pi}\p{Pd}\p{So}\ufe0f.,:;!?…"'*_~|>。，、：；！？・¡¿]/u;
const behindClosing = /[\p{Pe}\p{Pf}\p{Pd}\p{So}.,:;!?…"'*_~|<。，、：；！？・]/u;
/** `*.txt`, `*,`, `(*)`, and `*` + `/*` + `*` are no openings. */
const noInside = /[\p{Pe},;:/=|]/u;

interface Run {
  sign: string;
  length: number;
  open: boolean;
  close: boolean;
}

/** The signs next to a run: outside before and behind it, and where its inside begins if it opens. */
interface Sides {
  src: string;
  end: number;
  max: number;
  before: string;
  behind: string;
  /** One sign, or bars: the signs outside must make it clear that it is a mark. */
  strict: boolean;
}

/** The run of mark signs at `at`, and whether it may open or close there. `before` is the end of the text before it. */
function runAt({ src, posMax: max }: StateInline, at: number, before: number): Run | undefined {
  const sign = src[at] ?? '';
  const allowed = lengths[sign];
  if (!allowed) return undefined;
  let end = at;
  while (end < max && src[end] === sign) end += 1;
  const length = end - at;
  if (!allowed.includes(length)) return { sign, length, open: false, close: false };
  const sides: Sides = {
    src,
    end,
    max,
    before: signBefore(src, before),
    behind: end < max ? signAt(src, end) : '',
    strict: sign === '|' || length === 1,
  };
  return { sign, length, open: opens(sides), close: closes(sides) };
}

function opens({ src, end, before, behind, strict }: Sides): boolean {
  if (isSpace(behind) || noInside.test(behind) || before === '\\') return false;
  if (behind === '.' && isWordSign(signAt(src, end + 1))) return false;
  if (isSpace(before) || isUnspaced(before)) return true;
  return strict ? beforeOpening.test(before) : !isWordSign(before);
}

function closes({ src, end, max, before, behind, strict }: Sides): boolean {
  if (isSpace(before)) return false;
  if (isSpace(behind) || isUnspaced(behind)) return true;
  if (!strict) return !isWordSign(behind);
  // `_foo_.py` and `*test*.ts` are names of files.
  if (/[.:]/.test(behind) && end + 1 < max && isWordSign(signAt(src, end + 1))) return false;
  return behindClosing.test(behind);
}

/** Escaped ends of pairs: their pair is text. */
const escaped = new WeakSet<Delimiter>();

/** Puts the signs of a run into the list of possible ends; `*` one by one, so that `***` can be strong and emphasis. */
function pushRun(state: StateInline, { sign, length, open, close }: Run, prefix: string): void {
  const step = sign === '~' || sign === '|' ? 2 : 1;
  for (let i = 0; i < length; i += step) {
    const token = state.push('text', '', 0);
    token.content = (i === 0 ? prefix : '') + sign.repeat(step);
    const delimiter = {
      marker: sign.charCodeAt(0),
      // Pairs of two signs are no runs whose lengths have to fit.
      length: step === 2 ? 0 : length,
      token: state.tokens.length - 1,
      end: -1,
      open,
      close,
    };
    if (prefix !== '') escaped.add(delimiter);
    state.delimiters.push(delimiter);
  }
}

/** Reads a run of mark signs. */
export const readMarks: RuleInline = (state, silent) => {
  const run = runAt(state, state.pos, state.pos);
  if (!run) return false;
  if (!silent) {
    if (run.open || run.close) pushRun(state, run, '');
    else state.pending += run.sign.repeat(run.length);
  }
  state.pos += run.length;
  return true;
};

/** Reads a backslash before mark signs. It disappears only if the signs would be one end of a pair without it. */
export function readEscapedMarks(state: StateInline, silent: boolean): boolean {
  const run = runAt(state, state.pos + 1, state.pos);
  if (!run) return false;
  if (!silent) {
    if (run.open || run.close) pushRun(state, run, '\\');
    else state.pending += `\\${run.sign.repeat(run.length)}`;
  }
  state.pos += run.length + 1;
  return true;
}

/** The possible ends of a text, and of each link in it: pairs do not reach across a link's border. */
const everyList = (state: StateInline): Delimiter[][] => [
  state.delimiters,
  ...state.tokens_meta.flatMap((meta) => (meta?.delimiters ? [meta.delimiters] : [])),
];

/** Pairs of which one end is escaped become text; runs after the pairs were found. */
export function dropEscapedPairs(state: StateInline): void {
  for (const list of everyList(state))
    for (const opening of list) {
      const closing = list[opening.end];
      if (!closing || !(escaped.has(opening) || escaped.has(closing))) continue;
      opening.end = -1;
      for (const end of [opening, closing]) {
        const token = state.tokens[end.token];
        if (token && escaped.has(end)) token.content = token.content.replace(/^\\/, '');
      }
    }
}

const names: Record<string, string> = { '~': 's', '|': 'spoiler' };

/** Makes `~~` and `||` elements; `*` and `_` are made by the parser's own rule. */
export function closeDoubleMarks(state: StateInline): void {
  for (const list of everyList(state))
    for (const opening of list) {
      const sign = String.fromCharCode(opening.marker);
      const name = names[sign];
      const closing = list[opening.end];
      if (name === undefined || !closing) continue;
      for (const [end, nesting] of [
        [opening, 1],
        [closing, -1],
      ] as const) {
        const token = state.tokens[end.token];
        if (!token) continue;
        token.type = nesting === 1 ? `${name}_open` : `${name}_close`;
        token.nesting = nesting;
        token.markup = sign + sign;
        token.content = '';
      }
    }
}
