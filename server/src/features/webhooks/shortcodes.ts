import { createRequire } from 'node:module';
import { qualifiedEmoji } from '@parley/shared/emoji';

/** Slack's names first, then GitHub's, which other programs use. */
const tables = ['iamcal', 'github'];
/** Slack's name of a skin tone, by its number: `:wave::skin-tone-2:`. Source: docs.slack.dev/reference/methods/emoji.list */
const TONES = ['\u{1f3fb}', '\u{1f3fc}', '\u{1f3fd}', '\u{1f3fe}', '\u{1f3ff}'];

let known: Map<string, string> | undefined;

const emojiOf = (hexcode: string): string =>
  qualifiedEmoji(String.fromCodePoint(...hexcode.split('-').map((code) => parseInt(code, 16))));

/** Loaded on demand: most servers have no webhook. */
function names(): Map<string, string> {
  if (known) return known;
  const read = createRequire(import.meta.url);
  const made = new Map<string, string>();
  for (const table of tables) {
    const codes = read(`emojibase-data/en/shortcodes/${table}.json`) as Record<string, string | string[]>;
    for (const [hexcode, found] of Object.entries(codes))
      for (const name of [found].flat()) if (!made.has(name)) made.set(name, emojiOf(hexcode));
  }
  known = made;
  return made;
}

/** The emoji of a name between colons, such as `tada` or `white_check_mark`; undefined for unknown names. */
export const emojiNamed = (name: string): string | undefined => names().get(name);

/** Replaces the `:names:` of emoji in a text, except within a word or a time (10:30:45). */
export const withEmoji = (text: string): string =>
  text.includes(':')
    ? text.replace(
        /(?<![\p{L}\p{N}]):([a-z0-9_+'-]{1,60}):(?::skin-tone-([2-6]):)?(?![\p{L}\p{N}])/gu,
        (whole, name: string, tone?: string) => {
          const emoji = emojiNamed(name);
          if (emoji === undefined) return whole;
          return tone === undefined ? emoji : emoji.replace(/\ufe0f$/u, '') + (TONES[Number(tone) - 2] ?? '');
        },
      )
    : text;
