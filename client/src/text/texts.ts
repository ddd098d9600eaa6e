import type { Params } from '@parley/shared/sentences';
import { IntlMessageFormat } from 'intl-messageformat';
import { language, locale, type Language } from './language';
import type { Translation } from './merged';

/** Looks up the text of a key in the language of the page. Without values a text is a plain string. */
export type LookUp<Key extends string> = (key: Key, values?: Params) => string;

const loaders: Record<Exclude<Language, 'en'>, () => Promise<Translation>> = {
  es: async () => (await import('./es')).es,
  ar: async () => (await import('./ar')).ar,
};

async function load(): Promise<Translation> {
  const none = { texts: {}, refusals: {} };
  // The network may break between two files of the page: English is better than nothing.
  return language === 'en' ? none : await loaders[language]().catch(() => none);
}

const { texts, refusals } = await load();
/** The English texts of all loaded parts. A key is in one catalogue only, so the parts cannot conflict. */
const english: Record<string, string> = {};
const formats = new Map<string, IntlMessageFormat>();

function formatted(message: string, values: Params): string {
  let format = formats.get(message);
  if (!format) {
    format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
    formats.set(message, format);
  }
  // Without tags among the values the result is one string.
  return format.format<string>(values) as string;
}

function lookUp(key: string, values?: Params): string {
  // The compiler allows only keys of catalogues that are imported.
  const message = texts[key] ?? english[key] ?? key;
  return values === undefined ? message : formatted(message, values);
}

/** Takes an English catalogue, returns what looks up its texts and those of every other part that is loaded. */
export function textsOf(catalogue: Record<string, string>): LookUp<string> {
  Object.assign(english, catalogue);
  return lookUp;
}

/**
 * The text of a refusal, in the language of the page.
 *
 * @param key of `refusals.ts` or `faults.ts` of shared; a server of another version may send none, or one that is unknown here
 * @param sentence the same in English, for that case
 */
export function refusalText(key: string | undefined, params: Params | undefined, sentence: string): string {
  const message = refusals[key ?? ''];
  if (message === undefined) return sentence;
  try {
    return formatted(message, params ?? {});
  } catch {
    // A value that the text names is not there: another version again.
    return sentence;
  }
}
