import { locale } from './language';

/** Made when first needed: it loads the tables of a language, which the first page does not wait for. */
let lists: Intl.ListFormat | undefined;

/** Names as a list in a sentence: "Ana, Bo and Cy". */
export function listed(names: string[]): string {
  lists ??= new Intl.ListFormat(locale, { type: 'conjunction' });
  return lists.format(names);
}
