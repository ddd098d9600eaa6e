import { describe, expect, it } from 'vitest';
import { seeded } from './random.js';
import { parseSearch } from './search.js';
import { fold, runsOf, termsOf } from './searchText.js';

describe('folding', () => {
  it.each([
    ['Über', 'uber'],
    ['CRÈME brûlée', 'creme brulee'],
    ['Straße', 'strasse'],
    ['Ｐａｒｌｅｙ', 'parley'],
    ['ĐÀ NẴNG', 'da nang'],
    ['한국어', '한국어'],
    ['مُحَمَّد', 'محمد'],
  ])('%s → %s', (text, folded) => expect(fold(text)).toBe(folded));
});

describe('terms', () => {
  it('are words, and of scripts without spaces single signs and pairs', () => {
    expect(termsOf('The deploy, the DEPLOY!')).toEqual(['the', 'deploy']);
    expect(termsOf('東京都')).toEqual(['東', '京', '都', '東京', '京都']);
    expect(runsOf('Parleyは速い v2').map(({ text }) => text)).toEqual(['parley', 'は速い', 'v2']);
    expect(termsOf('https://example.org/a_b?c=1')).toEqual(['https', 'example', 'org', 'a', 'b', 'c', '1']);
    expect(termsOf('👋 … ---')).toEqual([]);
  });
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
