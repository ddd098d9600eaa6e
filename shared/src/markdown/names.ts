import type { RuleInline, StateInline } from './engine.js';
import { isSpace, isUnspaced, signBefore } from './signs.js';

/** Source of the alphabet: `username` in users.ts. */
const person = /@([a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?)(?![a-z0-9]|@[a-z0-9])/iuy;
/** Letters, digits, `_` and `-`: a room's name with `-` for its spaces. */
const room = /#([\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,79})/uy;

/** Signs that may not precede an `@`: it would be a mailbox, a path or the value of a query. */
const noCall = /[a-z0-9/@=&#%+~$\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/iu;
const noRoom = /[\p{L}\p{N}_#&/=]/u;

/** Is `before` the `_` of a mark, and not of a name such as `foo_@jo`? */
const isMark = (src: string, at: number): boolean =>
  !/[a-z0-9]_+$/iu.test(src.slice(Math.max(0, at - 40), at));

/** The names a mention may mean: as typed, and cut at its full stops, which may end a sentence. */
function namesOf(typed: string): string[] {
  const names = [typed.toLowerCase()];
  for (let at = typed.lastIndexOf('.'); at > 0; at = typed.lastIndexOf('.', at - 1)) {
    const cut = typed
      .slice(0, at)
      .replace(/[._-]+$/u, '')
      .toLowerCase();
    if (cut !== '') names.push(cut);
  }
  return names;
}

/** The name typed at `at`, if somebody may be meant there. */
function mentionAt(state: StateInline, at: number, before: number): string | undefined {
  const sign = signBefore(state.src, before);
  if (noCall.test(sign) || (sign === '_' && !isMark(state.src, before))) return undefined;
  person.lastIndex = at;
  const found = person.exec(state.src)?.[1];
  return found !== undefined && at + 1 + found.length <= state.posMax ? found : undefined;
}

function roomAt(state: StateInline, at: number, before: number): string | undefined {
  const sign = signBefore(state.src, before);
  if (noRoom.test(sign) && !isUnspaced(sign)) return undefined;
  room.lastIndex = at;
  const found = room.exec(state.src)?.[1];
  return found !== undefined && at + 1 + found.length <= state.posMax ? found : undefined;
}

/** A room's name, and cut where a script without spaces continues behind it. */
function roomNames(typed: string): string[] {
  const signs = [...typed];
  const at = signs.findIndex((sign) => isUnspaced(sign));
  return at > 0 ? [typed, signs.slice(0, at).join('')] : [typed];
}

/** Reads `@name` and `#room`. In the words of a link they are words. */
export const readName: RuleInline = (state, silent) => {
  const { src, pos } = state;
  if (state.linkLevel > 0) return false;
  const name =
    src[pos] === '@' ? mentionAt(state, pos, pos) : src[pos] === '#' ? roomAt(state, pos, pos) : undefined;
  if (name === undefined) return false;
  if (!silent) {
    const mention = src[pos] === '@';
    const token = state.push(mention ? 'mention' : 'room', '', 0);
    token.content = src.slice(pos, pos + 1 + name.length);
    token.meta = { names: mention ? namesOf(name) : roomNames(name) };
  }
  state.pos += 1 + name.length;
  return true;
};

/** The length of the name at `at` that a backslash before it makes text; behind a path's backslash it is none. */
export function escapedNameAt(state: StateInline, at: number): number {
  if (!isSpace(signBefore(state.src, at - 1))) return 0;
  const name =
    state.src[at] === '@'
      ? mentionAt(state, at, at - 1)
      : state.src[at] === '#'
        ? roomAt(state, at, at - 1)
        : undefined;
  return name === undefined ? 0 : 1 + name.length;
}
