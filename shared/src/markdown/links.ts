import { addressesIn, type Address } from './addresses.js';
import { destinationIn, type Destination } from './destinations.js';
import type { RuleInline, StateInline } from './engine.js';

/** Schemes that a link may have; anything else is text, `javascript:` above all. A path leads to our own server. */
const allowed = /^(?:https?:\/\/|mailto:|tel:|www\.|\/(?![/\\]))/iu;

/** What was computed for the text being parsed; once for each. */
interface Known {
  addresses: Map<number, Address>;
  /** Of each `[` the place of its `]`. */
  brackets: Map<number, number>;
}
const known = new WeakMap<StateInline, Known>();

/** Pairs of brackets, in one pass: searching from each `[` would be quadratic. */
function bracketsIn(src: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < src.length; at += 1) {
    const sign = src[at];
    // A link whose `[` is escaped is searched too: only then the backslash disappears.
    if (sign === '\\' && src[at + 1] !== '[') at += 1;
    else if (sign === '[') open.push(at);
    else if (sign === ']') {
      const from = open.pop();
      if (from !== undefined) pairs.set(from, at);
    }
  }
  return pairs;
}

function knownOf(state: StateInline): Known {
  const before = known.get(state);
  if (before) return before;
  const now = { addresses: addressesIn(state.md, state.src), brackets: bracketsIn(state.src) };
  known.set(state, now);
  return now;
}

const addressAt = (state: StateInline, at: number): Address | undefined => {
  const found = knownOf(state).addresses.get(at);
  return found && at + found.text.length <= state.posMax ? found : undefined;
};

function pushLink(state: StateInline, href: string, title: string, label: () => void): void {
  const open = state.push('link_open', 'a', 1);
  open.meta = { href, title };
  state.linkLevel += 1;
  label();
  state.linkLevel -= 1;
  state.push('link_close', 'a', -1);
}

/** Signs with which a mark may begin. */
const mayBegin = new Set([...'\\`*_~|[!<@#'].map((sign) => sign.charCodeAt(0)));

/** Reads words up to the next sign that may mean something, or the next address. */
export const readWords: RuleInline = (state, silent) => {
  const { src, pos, posMax } = state;
  const { addresses } = knownOf(state);
  let at = pos;
  while (at < posMax && !mayBegin.has(src.charCodeAt(at)) && !addresses.has(at)) at += 1;
  if (at === pos) return false;
  if (!silent) state.pending += src.slice(pos, at);
  state.pos = at;
  return true;
};

/** Reads an address without marks around it. In a link's own words it is text. */
export const readAddress: RuleInline = (state, silent) => {
  const address = addressAt(state, state.pos);
  if (!address) return false;
  const words = (): void => {
    state.pending += address.text;
  };
  if (!silent) {
    if (state.linkLevel > 0) words();
    else pushLink(state, hrefOf(state, address.href) ?? address.href, '', words);
  }
  state.pos += address.text.length;
  return true;
};

/** `<https://…>`: an address with an explicit end. */
export const readBracketedAddress: RuleInline = (state, silent) => {
  if (state.src[state.pos] !== '<') return false;
  const [whole, inner] =
    /^<((?:https?:\/\/|mailto:|tel:)[^\s<>]+)>/iu.exec(
      state.src.slice(state.pos, Math.min(state.posMax, state.pos + 2048)),
    ) ?? [];
  if (whole === undefined || inner === undefined || state.linkLevel > 0) return false;
  if (!silent)
    pushLink(state, hrefOf(state, inner) ?? inner, '', () => {
      state.pending += inner;
    });
  state.pos += whole.length;
  return true;
};

/** An address in the form a browser takes, or undefined for one that no link may have. */
function hrefOf(state: StateInline, written: string): string | undefined {
  if (!allowed.test(written)) return undefined;
  const href = state.md.normalizeLink(/^www\./iu.test(written) ? `http://${written}` : written);
  return state.md.validateLink(href) ? href : undefined;
}

interface Link extends Destination {
  href: string;
  /** The place of its `]`. */
  labelEnd: number;
}

/** The link that begins with the `[` at `at`, if there is one. */
function linkAt(state: StateInline, at: number): Link | undefined {
  if (state.src[at] !== '[' || state.linkLevel > 0) return undefined;
  const labelEnd = knownOf(state).brackets.get(at);
  if (labelEnd === undefined || labelEnd >= state.posMax) return undefined;
  const destination = destinationIn(state.src, labelEnd + 1);
  if (!destination || destination.end > state.posMax) return undefined;
  const href = hrefOf(state, destination.address);
  return href === undefined ? undefined : { ...destination, href, labelEnd };
}

export const isLinkAt = (state: StateInline, at: number): boolean => linkAt(state, at) !== undefined;

/** `[words](address "title")`. An image is a link too: shown, it would inform its server who reads what. */
export const readLink: RuleInline = (state, silent) => {
  const image = state.src[state.pos] === '!' ? 1 : 0;
  const from = state.pos + image;
  const link = linkAt(state, from);
  if (!link) return false;
  if (!silent) {
    const { posMax } = state;
    pushLink(state, link.href, link.title, () => {
      state.pos = from + 1;
      state.posMax = link.labelEnd;
      // Without words its address is shown: an empty link could not be seen.
      if (state.src.slice(from + 1, link.labelEnd).trim() === '') state.pending += link.href;
      else state.md.inline.tokenize(state);
      state.posMax = posMax;
    });
  }
  state.pos = link.end;
  return true;
};
