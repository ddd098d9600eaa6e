import {
  isLiteralElement,
  isPluralElement,
  isSelectElement,
  parse,
  type MessageFormatElement,
} from '@formatjs/icu-messageformat-parser';
import { errorAnswers } from '@parley/shared/errors';
import { faults } from '@parley/shared/faults';
import { refusals } from '@parley/shared/refusals';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogues, clientRoot, merged, mergedRefusals, refusalKeys, sources } from '../test/catalogues';
import { literalsOf } from '../test/literals';
import { preferredLanguage } from './language';

const languages = ['en', 'es', 'ar'] as const;
const en = merged('en');
const inTexts = /[\\/]text[\\/][^\\/]+$/;
const clientSources = sources(clientRoot).filter(({ path }) => !inTexts.test(path));

interface Shape {
  arguments: Set<string>;
  plurals: string[][];
}

function shapeOf(
  elements: MessageFormatElement[],
  shape: Shape = { arguments: new Set(), plurals: [] },
): Shape {
  for (const element of elements) {
    if (!isLiteralElement(element) && 'value' in element) shape.arguments.add(element.value);
    if (!isPluralElement(element) && !isSelectElement(element)) continue;
    if (isPluralElement(element)) shape.plurals.push(Object.keys(element.options));
    for (const option of Object.values(element.options)) shapeOf(option.value, shape);
  }
  return shape;
}
const shape = (message: string): Shape => shapeOf(parse(message, { ignoreTag: true }));

describe.each(catalogues.flatMap((catalogue) => languages.map((language) => ({ language, catalogue }))))(
  'the catalogue $language of $catalogue.folder',
  ({ language, catalogue }) => {
    const messages = catalogue[language];

    it('has every key of the English one and no other', () =>
      expect(Object.keys(messages).sort()).toEqual(Object.keys(catalogue.en).sort()));

    it('takes the same arguments, and knows every plural form of its language', () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const [key, message] of Object.entries(messages)) {
        expect(message.trim(), key).not.toBe('');
        const own = shape(message);
        expect([...own.arguments].sort(), key).toEqual([...shape(catalogue.en[key] ?? '').arguments].sort());
        // Spanish's "many" is for millions: "other" serves.
        for (const plural of own.plurals)
          for (const form of forms.filter((name) => language === 'ar' || name !== 'many'))
            expect(plural, `${key}: ${form}`).toContain(form);
      }
    });
  },
);

it('the page loads all catalogues of a language as one', async () => {
  expect((await import('./es')).es).toEqual({ texts: merged('es'), refusals: mergedRefusals('es') });
  expect((await import('./ar')).ar).toEqual({ texts: merged('ar'), refusals: mergedRefusals('ar') });
});

it('a key stands in one catalogue', () => {
  const keys = catalogues.flatMap((catalogue) => Object.keys(catalogue.en));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

it('every text is used, as a literal, in the folder it belongs to', () => {
  const unused = catalogues.flatMap(({ folder, en: own }) => {
    const all = clientSources
      .filter(({ path }) => path.startsWith(join(clientRoot, folder)))
      .map(({ text }) => text)
      .join('\n');
    return Object.keys(own).filter((key) => !all.includes(`'${key}'`));
  });
  expect(unused).toEqual([]);
});

it('no component says anything that is not in the catalogue', () => {
  const found = clientSources.flatMap(({ path, text }) =>
    literalsOf(path, text).map((literal) => `${relative(clientRoot, path)}: ${literal}`),
  );
  expect(found).toEqual([]);
});

it('finds literals where they may stand', () => {
  const source = `const x = <a title="Go">Hello <b aria-label={\`Row \${n}\`} hint={ok ? 'Yes' : t('a')} /></a>; const y = { name: 'Newest first' };`;
  expect(literalsOf('x.tsx', source)).toEqual(['Go', 'Hello', 'Row', 'Yes', 'Newest first']);
});

describe('the glossary', () => {
  const page = readFileSync(join(clientRoot, '../../docs/languages.md'), 'utf8');
  const terms = page
    .slice(page.indexOf('## Glossary'))
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (English|---)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const lower = (text: string): string => text.toLocaleLowerCase('es');

  it('has its forty terms, each once and in every language', () => {
    expect(terms.length).toBeGreaterThanOrEqual(40);
    expect(new Set(terms.map(([, term]) => term)).size).toBe(terms.length);
    expect(terms.filter((cells) => cells.slice(1, 4).some((cell) => cell === ''))).toEqual([]);
  });

  it.each([
    ['es', 2],
    ['ar', 3],
  ] as const)('is kept to in %s, wherever a text is nothing but a term', (language, column) => {
    const translated = merged(language);
    const words = new Map(terms.map((cells) => [lower(cells[1] ?? ''), cells[column] ?? '']));
    const texts = Object.entries(en).flatMap(([key, text]) => {
      const word = words.get(lower(text));
      return word === undefined ? [] : [{ key, word, own: translated[key] ?? '' }];
    });
    expect(texts.length).toBeGreaterThan(40);
    const others = texts.filter(({ word, own }) => !lower(word).split(' / ').includes(lower(own)));
    expect(others).toEqual([]);
  });
});

describe('what the server refuses', () => {
  const titles = Object.entries(errorAnswers).map(([code, { title }]) => [code, title] as const);
  const details = Object.entries(refusals).map(([key, [, sentence]]) => [key, sentence] as const);
  const sentences = [...titles, ...details, ...Object.entries(faults)];
  const english = Object.fromEntries(sentences);

  it('has a key of its own, and a sentence of its own', () => {
    expect(Object.keys(english)).toHaveLength(sentences.length);
    expect(new Set(Object.values(english)).size).toBe(sentences.length);
  });

  it.each(['es', 'ar'] as const)('is in %s, with the same values', (language) => {
    const keys = refusalKeys(language);
    expect([...new Set(keys)]).toEqual(keys);
    expect(keys.sort()).toEqual(Object.keys(english).sort());
    for (const [key, message] of Object.entries(mergedRefusals(language))) {
      expect(message.trim(), key).not.toBe('');
      expect([...shape(message).arguments].sort(), key).toEqual(
        [...(english[key] ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(),
      );
    }
  });
});

describe('the language', () => {
  it.each([
    [['es-MX', 'en'], 'es'],
    [['de', 'ar-EG', 'en'], 'ar'],
    [['de', 'fr'], 'en'],
    [[], 'en'],
  ])('for a browser that wants %j is %s', (wanted, expected) =>
    expect(preferredLanguage(wanted)).toBe(expected),
  );
});
