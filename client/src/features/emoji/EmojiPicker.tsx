import { qualifiedEmoji } from '@parley/shared/emoji';
import { useState } from 'react';
import { VList } from 'virtua';
import { emojis, groupNames, searchEmoji, type Emoji } from './public/emojiData';
import { t } from './text/text';

const COLUMNS = 8;
const RECENT_KEY = 'parley.emoji.recent';
const SKIN_KEY = 'parley.emoji.skin';
const hands = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'];

/** Earlier versions stored emoji that are not fully qualified. */
const readRecent = (): string[] => [
  ...new Set((JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]') as string[]).map(qualifiedEmoji)),
];

function remember(emoji: string): void {
  localStorage.setItem(
    RECENT_KEY,
    JSON.stringify([emoji, ...readRecent().filter((other) => other !== emoji)].slice(0, COLUMNS * 2)),
  );
}

type Line = { title: string } | { emojis: Emoji[] };

function lines(list: Emoji[]): Line[] {
  const result: Line[] = [];
  for (let i = 0; i < list.length; i += COLUMNS) result.push({ emojis: list.slice(i, i + COLUMNS) });
  return result;
}

function allLines(): Line[] {
  const recent = readRecent().flatMap(
    (unicode) => emojis.find((emoji) => emoji.unicode === unicode || emoji.skins.includes(unicode)) ?? [],
  );
  const groups = Object.entries(groupNames).flatMap(([group, title]) => [
    { title },
    ...lines(emojis.filter((emoji) => emoji.group === Number(group))),
  ]);
  return recent.length > 0 ? [{ title: t('emoji.recent') }, ...lines(recent), ...groups] : groups;
}

/** The skin tone of hands and people, stored in this browser. 0 is the yellow one. */
function useSkin(): { skin: number; next: () => void } {
  const [skin, setSkin] = useState(() => Number(localStorage.getItem(SKIN_KEY) ?? 0));
  const next = (): void => {
    const following = (skin + 1) % hands.length;
    localStorage.setItem(SKIN_KEY, String(following));
    setSkin(following);
  };
  return { skin, next };
}

interface EmojiLinesProps {
  shown: Line[];
  /** The emoji in the chosen skin tone. */
  unicodeOf: (emoji: Emoji) => string;
  onPick: (emoji: Emoji) => void;
}

const EmojiLines = ({ shown, unicodeOf, onPick }: EmojiLinesProps) => (
  <VList className="flex-1 px-2 pb-2">
    {shown.map((line, i) =>
      'title' in line ? (
        <h3 key={i} className="m-0 px-1 pt-2 pb-1 text-[12px] font-semibold text-soft">
          {line.title}
        </h3>
      ) : (
        <div key={i} className="flex">
          {line.emojis.map((emoji) => (
            <button
              key={emoji.unicode}
              type="button"
              title={`:${emoji.shortcode}:`}
              aria-label={emoji.label}
              onClick={() => onPick(emoji)}
              className="flex size-9 items-center justify-center rounded-lg text-[22px] leading-none hover:bg-hover max-[819px]:size-10"
            >
              {unicodeOf(emoji)}
            </button>
          ))}
        </div>
      ),
    )}
  </VList>
);

export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const [query, setQuery] = useState('');
  const { skin, next } = useSkin();
  const shown = query === '' ? allLines() : lines(searchEmoji(query, 200));
  const unicodeOf = (emoji: Emoji): string =>
    skin > 0 ? (emoji.skins[skin - 1] ?? emoji.unicode) : emoji.unicode;
  const pick = (emoji: Emoji): void => {
    const unicode = unicodeOf(emoji);
    remember(unicode);
    onPick(unicode);
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex gap-2 p-2">
        <input
          autoFocus
          aria-label={t('emoji.search')}
          placeholder={t('emoji.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const [first] = searchEmoji(query, 1);
            if (event.key === 'Enter' && query !== '' && first) pick(first);
          }}
          className="h-9 min-w-0 flex-1 rounded-lg border border-line bg-page px-3 text-[14px] outline-none focus:border-accent"
        />
        <button
          type="button"
          aria-label={t('emoji.tone', { tone: skin + 1 })}
          title={t('emoji.skin')}
          className="size-9 rounded-lg text-[18px] hover:bg-hover"
          onClick={next}
        >
          {hands[skin]}
        </button>
      </div>
      {shown.length === 0 && <p className="px-4 text-[14px] text-soft">{t('emoji.none')}</p>}
      <EmojiLines shown={shown} unicodeOf={unicodeOf} onPick={pick} />
    </div>
  );
}
