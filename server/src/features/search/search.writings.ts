import { plainText } from '@parley/shared/markdown/plain';
import { findLiteral } from '@parley/shared/searchSigns';
import { fold, runsOf } from '@parley/shared/searchText';
import type { MessageDoc } from '../messages/messages.access.js';
import type { Written } from './search.plan.js';

const joined = (text: string): string =>
  runsOf(text)
    .map((run) => run.text)
    .join(' ');

/** Does a phrase stand in words joined by spaces, at the borders of words where it has some? */
function stands(words: string, phrase: string): boolean {
  const runs = runsOf(phrase);
  if (runs[0]?.unspaced === true || runs.at(-1)?.unspaced === true) return words.includes(phrase);
  return ` ${words.replaceAll('\n', ' \n ')} `.includes(` ${phrase} `);
}

/** Signs without which a text is shown as it is written. */
const marks = /[[\\*_~|`]/;

/** One way to read a text: its words joined, and folded as it is; each is made when something is looked for in it. */
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
 * A message to look for phrases and literals in: as it was typed, which has the addresses of links and what is hidden until
 * pressed, and where that does not have it, as it is shown: "see [the docs](https://…) first" has "the docs first". The
 * index itself takes texts as they are typed: the words are the same, and to parse each would cost four times as much.
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
