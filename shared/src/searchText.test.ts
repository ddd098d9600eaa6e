import { describe, expect, it } from 'vitest';
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
    ['مُحَمَّــد', 'محمد'],
    ['שָׁלוֹם', 'שלום'],
    ['ΟΔΌΣ', 'οδοσ'],
    ['Ёлка, йод', 'елка, иод'],
    ['İstanbul', 'istanbul'],
    ['می\u200cخواهم', 'میخواهم'],
    ['co\u00adoperate', 'cooperate'],
    ['C＋＋', 'c++'],
    ['❤️', '❤'],
    ['👩‍💻', '👩‍💻'],
  ])('%s → %s', (text, folded) => expect(fold(text)).toBe(folded));
});

describe('scripts whose vowels are marks', () => {
  it.each([
    ['कि', 'का', 'क'],
    ['हिंदी', 'हिंदू', 'हद'],
    ['দিন', 'দান', 'দন'],
    ['கி', 'கா', 'க'],
    ['ก่า', 'กา', 'ก้า'],
    ['がん', 'かん', 'ガン'],
    ['ക', 'കാ', 'കി'],
  ])('keep %s, %s and %s apart', (...words) => {
    expect(new Set(words.map(fold)).size).toBe(3);
    for (const word of words) expect(runsOf(word).map(({ text }) => text)).toEqual([fold(word)]);
  });
  it('write one word as one', () => {
    expect(runsOf('नमस्ते दुनिया').map(({ text }) => text)).toEqual(['नमस्ते', 'दुनिया']);
    expect(runsOf('நன்றி, வணக்கம்!').map(({ text }) => text)).toHaveLength(2);
    expect(runsOf('サーバーは速い')).toEqual([{ text: 'サーバーは速い', unspaced: true }]);
    // The same word, composed or not.
    expect(fold('が'.normalize('NFD'))).toBe('が');
    expect(termsOf('क़लम'.normalize('NFC'))).toEqual(termsOf('क़लम'.normalize('NFD')));
  });
});

describe('terms', () => {
  it('are words, and of scripts without spaces single signs and pairs', () => {
    expect(termsOf('The deploy, the DEPLOY!')).toEqual(['the', 'deploy']);
    expect(termsOf('東京都')).toEqual(['東', '京', '都', '東京', '京都']);
    expect(runsOf('Parleyは速い v2').map(({ text }) => text)).toEqual(['parley', 'は速い', 'v2']);
    expect(termsOf('https://example.org/a_b?c=1')).toEqual(['https', 'example', 'org', 'a', 'b', 'c', '1']);
    expect(termsOf('👋 … ---')).toEqual(['👋']);
    expect(termsOf('… --- && ->')).toEqual([]);
  });
});

describe('terms beside words', () => {
  it('are emoji, with and without their tone, however they are written', () => {
    expect(termsOf('ok 👍🏽 ❤️ 🇩🇪')).toEqual(['ok', '👍🏽', '👍', '❤', '🇩🇪']);
    expect(termsOf('❤')).toEqual(termsOf('❤️'));
    expect(termsOf('👩‍❤️‍👨')).toEqual(['👩‍❤‍👨']);
  });
  it('are options and words with a closing sign, and none of them inside of addresses', () => {
    expect(termsOf('ls -la --save')).toEqual(['ls', 'la', 'save', '-la', '-save']);
    expect(termsOf('C++, C#. 50%')).toEqual(['c', '50', 'c+', 'c#', '50%']);
    expect(termsOf('well-known https://a.org/b%20c?d#e')).toEqual([
      ...['well', 'known', 'https', 'a', 'org', 'b', '20c', 'd', 'e'],
    ]);
    expect(termsOf('v12.3')).toEqual(['v12', '12', '3']);
  });
});
