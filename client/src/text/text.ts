import { IntlMessageFormat } from 'intl-messageformat';
import en from './en.json';
import { language, locale, type Language } from './language';

type Values = Record<string, string | number>;

type Messages = Record<string, string>;

/** A language's messages, and what the server says in it: its English sentences with # for every number. */
const loaders: Record<Exclude<Language, 'en'>, () => Promise<[Messages, Record<string, string>]>> = {
  es: async () => [(await import('./es.json')).default, (await import('./server.es.json')).default],
  ar: async () => [(await import('./ar.json')).default, (await import('./server.ar.json')).default],
};

async function load(): Promise<[Messages, Record<string, string>]> {
  if (language === 'en') return [{}, {}];
  // The network may break between two files of the page: English is better than nothing.
  return await loaders[language]().catch((): [Messages, Record<string, string>] => [{}, {}]);
}

const [messages, server] = await load();
const formats = new Map<string, IntlMessageFormat>();

/** What gives the texts of an English catalogue in the language of the page. Without arguments a text is a plain string. */
export const textsOf =
  <Key extends string>(english: Record<Key, string>) =>
  (key: Key, values?: Values): string => {
    const message = messages[key] ?? english[key];
    if (values === undefined) return message;
    let format = formats.get(key);
    if (!format) {
      format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
      formats.set(key, format);
    }
    // Without tags among the values the result is one string.
    return format.format<string>(values) as string;
  };

/** The texts of what is there from the start: all that the first room shows. */
export const t = textsOf(en);

/** A sentence of the server, translated if this client knows it. Numbers in it are kept in their order. */
export function translated(sentence: string): string {
  const numbers: string[] = [];
  const pattern = sentence.replace(/\d[\d,.]*(?<![,.])/g, (number) => (numbers.push(number), '#'));
  return server[pattern]?.replace(/#/g, () => numbers.shift() ?? '') ?? sentence;
}

/** Made when first needed: it loads the tables of a language, which the first page does not wait for. */
let lists: Intl.ListFormat | undefined;

/** Names as one says them together: "Ana, Bo and Cy". */
export function listed(names: string[]): string {
  lists ??= new Intl.ListFormat(locale, { type: 'conjunction' });
  return lists.format(names);
}
