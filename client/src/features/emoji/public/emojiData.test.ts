import { knownEmoji } from '@parley/shared/knownEmoji';
import { describe, expect, it } from 'vitest';
import { emojis, searchEmoji } from './emojiData';

describe('the emoji of the picker', () => {
  it('are in the one form the server keeps, with all skin tones', () => {
    const every = emojis.flatMap(({ unicode, skins }) => [unicode, ...skins]);
    expect(every.length).toBeGreaterThan(3900);
    expect(every.filter((emoji) => knownEmoji(emoji) !== emoji)).toEqual([]);
    expect(new Set(every).size).toBe(every.length);
  });

  it('are found by their short codes in that form', () => {
    expect(searchEmoji('+1', 1).map(({ unicode }) => unicode)).toEqual(['👍']);
    expect(searchEmoji('airplane', 1).map(({ unicode }) => unicode)).toEqual(['✈️']);
  });
});
