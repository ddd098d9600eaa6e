import { fold } from './searchText.js';

/** A name taken apart, folded and decomposed: 미, half of an unfinished 민, then begins it. */
export interface NameForm {
  /** All its letters and digits without gaps. */
  whole: string;
  words: string[];
}

/** Scripts without spaces, in which a given name is inside of the name: 小明 in 王小明. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

export function formOf(name: string): NameForm {
  const folded = fold(name).normalize('NFD').trim();
  const words = folded.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
  // A name of nothing but signs or emoji is found by them.
  if (words.length === 0 && folded !== '') words.push(folded);
  return { whole: words.join(''), words };
}

/** Whether each typed word begins a different word. The longest choose first: a shorter one fits in more places. */
function beginWords(words: string[], typed: string[]): boolean {
  const left = [...words];
  for (const part of [...typed].sort((a, b) => b.length - a.length)) {
    const at = left.findIndex((word) => word.startsWith(part));
    if (at < 0) return false;
    left.splice(at, 1);
  }
  return true;
}

/**
 * How well a name matches the text typed: 0 it is the name, 1 it begins it, 2 its words begin words of it, 3 it is inside a
 * name of a script without spaces; undefined for no match.
 */
export function matchName(name: NameForm, typed: NameForm): number | undefined {
  const inOrder = typed.words.every((word, i) =>
    i < typed.words.length - 1 ? word === name.words[i] : name.words[i]?.startsWith(word) === true,
  );
  if (name.whole === typed.whole) return 0;
  // "launchw" begins "launch-week"; but two words are two: "jo se" is not "José".
  if (inOrder || (typed.words.length === 1 && name.whole.startsWith(typed.whole))) return 1;
  if (beginWords(name.words, typed.words)) return 2;
  return typed.words.length === 1 && unspaced.test(typed.whole) && name.whole.includes(typed.whole)
    ? 3
    : undefined;
}

/** The best match among several names of one thing. */
export function matchNames(names: NameForm[], typed: NameForm): number | undefined {
  const found = names.flatMap((name) => matchName(name, typed) ?? []);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** Whether these letters are in the name in this order, whatever is between them. */
export function isScattered(name: NameForm, typed: NameForm): boolean {
  let from = 0;
  for (const letter of typed.whole) {
    const at = name.whole.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
