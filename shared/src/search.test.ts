import { describe, expect, it } from 'vitest';
import { seeded } from './random.js';
import { parseSearch, readSearch } from './searchParse.js';
import { isCommand } from './searchCommands.js';
import { findLiteral, wantedOf } from './searchSigns.js';
import { fold, optionTerm, pairsOf, runsOf, termsOf } from './searchText.js';

describe('a word with signs', () => {
  it.each([
    ['--save', '--save'],
    ['-la', '-la'],
    ['C++,', 'c++'],
    ['(C#)', 'c#'],
    ['.NET', '.net'],
    ['R&D', 'r&d'],
    ['node.js.', 'node.js'],
    ['/etc/nginx/conf.d', '/etc/nginx/conf.d'],
    ['src\\main.ts', 'src\\main.ts'],
    ['#123', '#123'],
    ['user@host', 'user@host'],
    ['50%', '50%'],
    ['$HOME', '$home'],
    ['+1', '+1'],
    ['std::vector<int>', 'std::vector<int'],
    ['__init__.py', 'init__.py'],
    ['C++入門', 'c++入門'],
  ])('%s is looked for as it is written', (word, literal) =>
    expect(wantedOf(word).literals).toEqual([literal]),
  );
  it.each([
    'hello,',
    '(hello)',
    '“quoted”',
    '**bold**',
    'well-known',
    'don’t',
    '1,000',
    '…and',
    '¿qué?',
    '> quote',
    '日本語。',
  ])('%s is its words alone', (word) => expect(wantedOf(word).literals).toEqual([]));
  it.each([
    ['use c++.', 'c++', true],
    ['c++17', 'c++', true],
    ['c++で書く', 'c++', true],
    ['objc++', 'c++', false],
    ['c+++', 'c++', false],
    ['asp.net', '.net', true],
    ['v1.2.3', '1.2.3', true],
    ['1.2.3.4', '1.2.3', true],
    ['11.2.3', '1.2.3', false],
    ['0.1.2.3', '1.2.3', false],
    ['rev1.2.3', '1.2.3', false],
    ['150%', '50%', false],
    ['2.50%', '50%', false],
    ['node.json', 'node.js', false],
    ['node.js.org', 'node.js', true],
    ['well-la', '-la', false],
    ['`ls -la`', '-la', true],
    ['c#10 and c#', 'c#', true],
  ])('in %j: %s %s', (text, literal, found) => expect(findLiteral(text, literal) >= 0).toBe(found));
});

describe('a command', () => {
  it.each([
    'npm install --save',
    'ls -la',
    '$ ls -la',
    'rm -rf node_modules',
    'git commit -am fix',
    'docker run -it',
    'tar -xzf a.tgz',
    'mytool -v',
    'kubectl get pods -n prod',
  ])('%s keeps its options', (q) => {
    expect(isCommand(q)).toBe(true);
    expect(parseSearch(q).words.filter(({ negated }) => negated)).toEqual([]);
  });
  it.each(['deploy -flaky', '-flaky git', 'docker -compose', 'make -old', 'well-known -bug', 'a - b'])(
    '%s is none',
    (q) => expect(isCommand(q)).toBe(false),
  );
});

describe('a search', () => {
  it('is words, phrases and operators, each of which may be negated', () => {
    expect(parseSearch('deploy "error rate" -flaky from:@Ana -in:#random has:image on:2026-01-02')).toEqual({
      words: [
        { text: 'deploy', phrase: false, negated: false },
        { text: 'error rate', phrase: true, negated: false },
        { text: 'flaky', phrase: false, negated: true },
      ],
      filters: [
        { kind: 'from', value: 'ana', negated: false },
        { kind: 'in', value: 'random', negated: true },
        { kind: 'has', value: 'image', negated: false },
        { kind: 'on', value: '2026-01-02', negated: false },
      ],
      unknown: [],
    });
  });
  it('tells operators that mean nothing, and takes rooms with spaces in quotes', () => {
    expect(parseSearch('before:yesterday has:money in:"launch week" x:y')).toEqual({
      words: [{ text: 'x:y', phrase: false, negated: false }],
      filters: [{ kind: 'in', value: 'launch week', negated: false }],
      unknown: ['before:yesterday', 'has:money'],
    });
  });
  it('takes a - for an operator only before a letter, a quote or an emoji, and behind a space', () => {
    const negated = (q: string): string[] =>
      parseSearch(q)
        .words.filter((word) => word.negated)
        .map(({ text }) => text);
    expect(negated('rate -flaky -"at noon" -🎉 --y')).toEqual(['at noon', '🎉']);
    expect(negated('rate -flaky -"at noon" -🎉 well-known -5 - x')).toEqual(['flaky', 'at noon', '🎉']);
    expect(negated('-flaky from:me')).toEqual(['flaky']);
    // Nothing else is in the query.
    expect(parseSearch('-la -🎉 -from:me').words).toEqual([
      { text: '-la', phrase: false, negated: false },
      { text: '-🎉', phrase: false, negated: false },
    ]);
  });
  it('takes filters in any case, names in quotes behind a sign, and the quotes of telephones', () => {
    expect(parseSearch('From:@"Ana Owner" IN:#"Launch Week" Has:Image “error rate”')).toEqual({
      words: [{ text: 'error rate', phrase: true, negated: false }],
      filters: [
        { kind: 'from', value: 'ana owner', negated: false },
        { kind: 'in', value: 'launch week', negated: false },
        { kind: 'has', value: 'image', negated: false },
      ],
      unknown: [],
    });
  });
  it.each([
    ['form:jo', ['form:jo']],
    ['deploy author:"Ana Owner"', ['author:"Ana Owner"']],
    ['to:@bob', ['to:@bob']],
    ['std::vector http://a.org 12:30 C:\\Users a:b localhost:3000', []],
  ])('tells what looks like a filter and is none: %s', (q, notFilters) => {
    expect(readSearch(q).notFilters).toEqual(notFilters);
    expect(readSearch(q).words.length).toBeGreaterThan(0);
  });
  it('never throws and loses no word, whatever is typed', () => {
    for (let seed = 0; seed < 2000; seed++) {
      const random = seeded(seed);
      const pieces = [
        'a',
        '"',
        '-',
        ' ',
        'from:',
        'in:#',
        'word',
        '東',
        '\\',
        '(',
        'on:2026-13-40',
        '\u0000',
      ];
      const text = Array.from(
        { length: 1 + Math.floor(random() * 12) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join('');
      const { words } = parseSearch(`${text} lastword`);
      expect(JSON.stringify([words, seed])).toContain('lastword');
    }
  });
});

const bits = [
  ...[
    'a',
    'bc',
    'C',
    '1',
    '23',
    'v',
    '+',
    '#',
    '%',
    '-',
    '.',
    '/',
    '\\',
    '@',
    '$',
    ' ',
    ' ',
    ' ',
    '"',
    '(',
    ')',
  ],
  ...[
    '*',
    '_',
    'कि',
    '東京',
    'が',
    'ก',
    '🎉',
    '👍🏽',
    '❤️',
    '\ufe0f',
    'é',
    'ß',
    '\u200d',
    'م',
    'َ',
    ',',
    "'",
    '’',
    ':',
  ],
  ...['&', '=', '?', '!', '…', '—', '½', 'ﬁ', 'İ', 'ς', '“', '”', '\n'],
];

describe('what is typed', () => {
  it('finds itself: the terms and the signs it asks for are its own, and it leaves itself out by nothing', () => {
    for (let seed = 0; seed < 5000; seed++) {
      const random = seeded(seed);
      const text = Array.from(
        { length: 1 + Math.floor(random() * 12) },
        () => bits[Math.floor(random() * bits.length)],
      ).join('');
      const terms = new Set(termsOf(text));
      for (const word of parseSearch(text).words) {
        const { text: typed, literals, emoji } = wantedOf(word.text);
        const at = `seed ${seed}: ${JSON.stringify([text, word])}`;
        if (word.negated) {
          const [run, ...more] = runsOf(typed);
          if (run && !word.phrase && !run.unspaced && more.length + literals.length === 0)
            expect(terms.has(optionTerm(run.text)), at).toBe(true);
          continue;
        }
        for (const run of runsOf(typed))
          for (const term of run.unspaced ? pairsOf(run.text) : [run.text]) expect(terms, at).toContain(term);
        for (const one of emoji) expect(terms, at).toContain(one);
        for (const literal of literals)
          expect(findLiteral(fold(text), literal), at).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
