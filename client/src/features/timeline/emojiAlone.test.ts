import emoji from 'emojibase-data/en/data.json';
import { expect, it } from 'vitest';
import { isEmojiAlone } from './emojiAlone';

it('knows every emoji there is, in every tone', () => {
  const all = emoji.flatMap(({ emoji: sign, skins = [] }) => [sign, ...skins.map((skin) => skin.emoji)]);
  expect(all.length).toBeGreaterThan(3000);
  // Regional letters are offered by themselves and only two of them make a flag.
  expect(all.filter((sign) => !isEmojiAlone(sign) && !/^\p{RI}$/u.test(sign))).toEqual([]);
});

it.each(['🎉🎉🎉', '👍 👍🏽 ', '🇺🇳🇩🇪', '1️⃣2️⃣', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'])('shows %s large', (text) => {
  expect(isEmojiAlone(text)).toBe(true);
});

it.each(['', ' ', '123', '#', '©', 'a 🎉', '🎉!', '🎉🎉🎉🎉🎉🎉🎉', '️', '‍'])('shows %s as it is', (text) => {
  expect(isEmojiAlone(text)).toBe(false);
});
