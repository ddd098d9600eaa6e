import { parse } from '@formatjs/icu-messageformat-parser';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const source = join(import.meta.dirname, 'src');
const CATALOGUE = /\/client\/src\/(.+\/)?text\/[a-z-]+\.json$/;
const REFUSALS = /\/client\/src\/(.+\/)?text\/refusals\.[a-z]+\.json$/;

/** Messages with arguments are parsed when the client is built: the parser stays out of the browser. */
export const parsedMessages: Plugin = {
  name: 'parley-messages',
  enforce: 'pre',
  transform(code, id) {
    if (!CATALOGUE.test(id) && !REFUSALS.test(id)) return;
    const messages = Object.entries(JSON.parse(code) as Record<string, string>).map(([key, message]) => [
      key,
      message.includes('{') ? parse(message, { ignoreTag: true }) : message,
    ]);
    return JSON.stringify(Object.fromEntries(messages));
  },
};

/** Every key of every English catalogue, with a short name of its own. */
function shortNames(): Map<string, string> {
  const keys = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|[\\/])text[\\/]en(-first)?\.json$/.test(name))
    .flatMap((name) => Object.keys(JSON.parse(readFileSync(join(source, name), 'utf8')) as object));
  return new Map([...new Set(keys)].sort().map((key, index) => [key, index.toString(36)]));
}

/**
 * In a build a key is two characters: full keys would be a tenth of the texts' size. In the sources it is a complete
 * literal, which a test checks (`every text is used`).
 */
export function shortKeys(): Plugin {
  let names = new Map<string, string>();
  const shorten = (code: string, quoted: RegExp): string =>
    code.replace(quoted, (literal, quote: string, key: string) => {
      const name = names.get(key);
      return name === undefined ? literal : `${quote}${name}${quote}`;
    });
  return {
    name: 'parley-short-keys',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      names = shortNames();
    },
    transform(code, id) {
      if (CATALOGUE.test(id)) return shorten(code, /(")([\w.]+)"(?=:)/g);
      if (!/\/client\/src\/.+\.tsx?$/.test(id)) return;
      // The key of an object is no text: a job may be called as one is.
      return { code: shorten(code, /(')(\w+(?:\.\w+)+)'(?!:)/g), map: null };
    },
  };
}
