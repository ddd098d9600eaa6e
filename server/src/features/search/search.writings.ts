import { plainText } from '@parley/shared/markdown/plain';
import { findLiteral } from '@parley/shared/searchSigns';
import { fold, runsOf } from '@parley/shared/searchText';
import type { MessageDoc } from '../messages/messages.access.js';
import type { Written } from './search.plan.js';

const joined = (text: string): string =>
  runsOf(text)
    .map((run) => run.text)
    .join(' ');

/** Whether a phrase is in words joined by spaces, at word boundaries where the script has them. */
function stands(words: string, phrase: string): boolean {
  const runs = runsOf(phrase);
  if (runs[0]?.unspaced === true || runs.at(-1)?.unspaced === true) return words.includes(phrase);
  return ` ${words.replaceAll('\n', ' \n ')} `.includes(` ${phrase} `);
}

/** A text without these signs is shown as it is typed. */
const marks = /[[\\*_~|`]/;

/** One form of a text: its joined words, and folded; each is computed on demand. */
class Reading {
  private words: string | undefined;
  private folded: string | undefined;

  constructor(private readonly texts: string[]) {}

  phrase(phrase: string): boolean {
    return stands((this.words ??= this.texts.map(joined).join('\n')), phrase);
  }

  literal(literal: string): boolean {
    return findLiteral((this.folded ??= fold(this.texts.join('\n'))), literal) >= 0;
  }
}

/**
 * A message to search for phrases and literals: as typed, which includes the addresses of links and spoilers, and if that
 * does not match, as shown: "see [the docs](https://…) first" contains "the docs first". The index itself is made of
 * typed texts: the words are the same, and parsing each would cost four times as much.
 */
export class Writings {
  private readonly typed: Reading;
  private shown: Reading | undefined;

  constructor(private readonly message: MessageDoc) {
    this.typed = new Reading([message.text, ...(message.files ?? []).map(({ name }) => name)]);
  }

  has(kind: 'phrase' | 'literal', one: string): boolean {
    if (this.typed[kind](one)) return true;
    if (!marks.test(this.message.text)) return false;
    return (this.shown ??= new Reading([plainText(this.message.text)]))[kind](one);
  }
}

export const standsAll = ({ phrases, literals }: Written, writings: Writings): boolean =>
  phrases.every((one) => writings.has('phrase', one)) &&
  literals.every((one) => writings.has('literal', one));

export const standsAny = ({ phrases, literals }: Written, writings: Writings): boolean =>
  phrases.some((one) => writings.has('phrase', one)) || literals.some((one) => writings.has('literal', one));
