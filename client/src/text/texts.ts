import { IntlMessageFormat } from 'intl-messageformat';
import { language, locale, type Language } from './language';

type Values = Record<string, string | number>;
type Messages = Record<string, string>;

/** Looks up the text of a key in the language of the page. Without values a text is a plain string. */
export type LookUp<Key extends string> = (key: Key, values?: Values) => string;

/** A language's messages, and what the server says in it: its English sentences with # for every number. */
const loaders: Record<Exclude<Language, 'en'>, () => Promise<[Messages, Messages]>> = {
  es: async () => [(await import('./es')).default, (await import('./server.es.json')).default],
  ar: async () => [(await import('./ar')).default, (await import('./server.ar.json')).default],
};

async function load(): Promise<[Messages, Messages]> {
  if (language === 'en') return [{}, {}];
  // The network may break between two files of the page: English is better than nothing.
  return await loaders[language]().catch((): [Messages, Messages] => [{}, {}]);
}

const [messages, server] = await load();
/** Of the parts that are loaded. A key stands in one catalogue only, so the parts cannot disturb each other. */
const english: Messages = {};
const formats = new Map<string, IntlMessageFormat>();

function lookUp(key: string, values?: Values): string {
  // The compiler allows only keys of catalogues that are imported.
  const message = messages[key] ?? english[key] ?? key;
  if (values === undefined) return message;
  let format = formats.get(key);
  if (!format) {
    format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
    formats.set(key, format);
  }
  // Without tags among the values the result is one string.
  return format.format<string>(values) as string;
}

/** Takes an English catalogue, returns what looks up its texts and those of every other part that is loaded. */
export function textsOf(catalogue: Messages): LookUp<string> {
  Object.assign(english, catalogue);
  return lookUp;
}

/** A sentence of the server, translated if this client knows it. Numbers in it are kept in their order. */
export function translated(sentence: string): string {
  const numbers: string[] = [];
  const pattern = sentence.replace(/\d[\d,.]*(?<![,.])/g, (number) => (numbers.push(number), '#'));
  return server[pattern]?.replace(/#/g, () => numbers.shift() ?? '') ?? sentence;
}
