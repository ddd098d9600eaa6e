import compact from 'emojibase-data/en/compact.json';
import github from 'emojibase-data/en/shortcodes/github.json';
import { qualifiedEmoji } from '@parley/shared/emoji';
import { t } from '../text/text';

export interface Emoji {
  unicode: string;
  label: string;
  shortcode: string;
  group: number;
  tags: string[];
  skins: string[];
}

const codes = github as Record<string, string | string[]>;
const codeOf = (hexcode: string, label: string): string => {
  const found = codes[hexcode];
  return Array.isArray(found)
    ? (found[0] ?? label)
    : (found ?? label.replace(/[^a-z0-9]+/gi, '_').toLowerCase());
};

/** Groups of Unicode's emoji order, by number. Group 2 (components) cannot be used alone. */
export const groupNames: Record<number, string> = {
  0: t('emoji.smileys'),
  1: t('emoji.people'),
  3: t('emoji.nature'),
  4: t('emoji.food'),
  5: t('emoji.travel'),
  6: t('emoji.activities'),
  7: t('emoji.objects'),
  8: t('emoji.symbols'),
  9: t('emoji.flags'),
};

export const emojis: Emoji[] = (
  compact as {
    hexcode: string;
    unicode: string;
    label: string;
    group?: number;
    order?: number;
    tags?: string[];
    skins?: { unicode: string }[];
  }[]
)
  .filter((item) => item.group !== undefined && item.group !== 2)
  .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
  .map((item) => ({
    // The form that the server stores too: the data has U+FE0F behind signs that need none.
    unicode: qualifiedEmoji(item.unicode),
    label: item.label,
    shortcode: codeOf(item.hexcode, item.label),
    group: item.group ?? 0,
    tags: item.tags ?? [],
    skins: (item.skins ?? []).map((skin) => qualifiedEmoji(skin.unicode)),
  }));

const byCode = new Map<string, string>();
for (const [hexcode, found] of Object.entries(codes)) {
  const item = (compact as { hexcode: string; unicode: string }[]).find(
    (candidate) => candidate.hexcode === hexcode,
  );
  if (item)
    for (const code of Array.isArray(found) ? found : [found]) byCode.set(code, qualifiedEmoji(item.unicode));
}

for (const { shortcode, unicode } of emojis) if (!byCode.has(shortcode)) byCode.set(shortcode, unicode);

/** Emoji whose shortcode, name or tags begin with the words, shortcodes first. */
export function searchEmoji(query: string, limit: number): Emoji[] {
  const words = query.toLowerCase();
  const starts = emojis.filter((emoji) => emoji.shortcode.startsWith(words));
  const others = emojis.filter(
    (emoji) =>
      !emoji.shortcode.startsWith(words) &&
      (emoji.shortcode.includes(words) ||
        emoji.label.includes(words) ||
        emoji.tags.some((tag) => tag.startsWith(words))),
  );
  return [...starts, ...others].slice(0, limit);
}

/** The emoji of a name between colons, such as `tada`. */
export const emojiNamed = (name: string): string | undefined => byCode.get(name);
