import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export type Texts = Record<string, string>;

/** The texts of one folder, as `features/pins` or, for those that are shared, the empty path. */
export interface Catalogue {
  folder: string;
  en: Texts;
  es: Texts;
  ar: Texts;
}

export const clientRoot = join(import.meta.dirname, '..');

/** Every source below a folder, without tests. */
export const sources = (folder: string): { path: string; text: string }[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|\.d\.ts$/.test(name))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));

const optional = (path: string): Texts => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Texts;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
};

/** All catalogues of the client: `text/` in any folder. @throws Error for a key in both English files of a folder */
export const catalogues: Catalogue[] = readdirSync(clientRoot, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(^|[\\/])text[\\/]es\.json$/.test(name))
  .map((name) => {
    const texts = dirname(join(clientRoot, name));
    const [first, later] = [optional(join(texts, 'en-first.json')), optional(join(texts, 'en.json'))];
    const twice = Object.keys(first).filter((key) => Object.hasOwn(later, key));
    if (twice.length > 0) throw new Error(`in both English files of ${texts}: ${twice.join(', ')}`);
    return {
      folder: relative(clientRoot, dirname(texts)),
      en: { ...first, ...later },
      es: optional(join(texts, 'es.json')),
      ar: optional(join(texts, 'ar.json')),
    };
  });

/** The catalogues of a language as one, as the page has them. */
export const merged = (language: 'en' | 'es' | 'ar'): Texts =>
  Object.assign({}, ...catalogues.map((catalogue) => catalogue[language])) as Texts;

const refusalsOf = (language: 'es' | 'ar'): Texts[] =>
  readdirSync(clientRoot, { recursive: true, encoding: 'utf8' })
    .filter((name) => new RegExp(String.raw`(^|[\\/])text[\\/]refusals\.${language}\.json$`).test(name))
    .map((name) => optional(join(clientRoot, name)));

/** The refusals of all folders in a language. */
export const mergedRefusals = (language: 'es' | 'ar'): Texts =>
  Object.assign({}, ...refusalsOf(language)) as Texts;

/** Their keys; one that is in two folders, twice. */
export const refusalKeys = (language: 'es' | 'ar'): string[] =>
  refusalsOf(language).flatMap((texts) => Object.keys(texts));
