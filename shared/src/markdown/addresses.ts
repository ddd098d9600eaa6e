import type { MarkdownIt } from './engine.js';
import { isUnspaced, isWordSign, signBefore } from './signs.js';

/** An address in a text without marks around it. */
export interface Address {
  /** What was typed. */
  text: string;
  href: string;
}

/** Where an address may begin. The lengths of a mailbox's parts are those of RFC 5321, 4.5.3.1; they also bound the search. */
const beginning =
  /https?:\/\/|www\.(?=[^\s.])|mailto:|tel:(?=\+?\d)|[a-z0-9][a-z0-9._%+-]{0,63}@(?=[a-z0-9-]{1,63}\.[a-z0-9])/giu;
const telephone = /^\+?[\d().-]{3,24}\d/u;
const mailbox = /^[a-z0-9._%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,63}/iu;
/** Not all browsers accept longer ones. */
const LONGEST = 2048;
/** Marks end an address: they belong to the text around it. */
const marks = /`|\|\||~~|\*\*/u;

function tailOf(engine: MarkdownIt, text: string, at: number, scheme: string): string {
  if (scheme === 'tel:') return telephone.exec(text.slice(at, at + 32))?.[0] ?? '';
  if (scheme === 'mailto:' || scheme === '@') return mailbox.exec(text.slice(at, at + 640))?.[0] ?? '';
  const schema = scheme === 'www.' ? 'http:' : scheme.slice(0, -2).toLowerCase();
  // The library needs the slashes; `www.` has none, so it gets a text with them. No longer than any address: it copies.
  const source = scheme === 'www.' ? `//${text.slice(at - 4, at + LONGEST)}` : text;
  const from = scheme === 'www.' ? 0 : at - 2;
  const length = engine.linkify.testSchemaAt(source, schema, from);
  return length === 0 ? '' : source.slice(from + (scheme === 'www.' ? 6 : 2), from + length);
}

/** Without the marks and the punctuation at its end. Source: GFM, "extended autolink path validation". */
const trimmed = (tail: string): string => {
  const at = tail.search(marks);
  return (at < 0 ? tail : tail.slice(0, at)).replace(/[?!.,:*_~'"|]+$/u, '');
};

/**
 * The addresses in a text by the place where they begin: `https://`, `http://`, `www.`, `mailto:`, `tel:` and mailboxes.
 * One search, linear in the text's length.
 */
export function addressesIn(engine: MarkdownIt, text: string): Map<number, Address> {
  const found = new Map<number, Address>();
  let end = 0;
  for (const match of text.matchAll(beginning)) {
    const [scheme] = match;
    const before = signBefore(text, match.index);
    // Not in the middle of a word or of the address before.
    if (match.index < end || (isWordSign(before) && !isUnspaced(before))) continue;
    const mail = scheme.endsWith('@');
    const at = mail ? match.index : match.index + scheme.length;
    const tail = trimmed(tailOf(engine, text, at, mail ? '@' : scheme.toLowerCase()));
    if (tail === '') continue;
    const written = mail ? tail : scheme + tail;
    const prefix = mail ? 'mailto:' : scheme.toLowerCase() === 'www.' ? 'http://' : '';
    found.set(match.index, { text: written, href: prefix + written });
    end = match.index + written.length;
  }
  return found;
}
