// Writes shared/src/emojiTable.ts from emojibase-data, which the picker shows: `node scripts/emojiTable.mjs` after an upgrade of it.
import { writeFileSync } from 'node:fs';
import data from 'emojibase-data/en/data.json' with { type: 'json' };

const tone = /[\u{1f3fb}-\u{1f3ff}]/gu;
const bare = (text) => text.replaceAll('\ufe0f', '');
const letter = /^[\u{1f1e6}-\u{1f1ff}]$/u;

const lists = { untoned: new Set(), toned: new Set(), pairs: new Set(), unlikePairs: new Set() };
const counts = new Map();
for (const { emoji, skins = [] } of data) {
  if (letter.test(emoji)) continue;
  const one = skins.some((skin) => skin.emoji.match(tone).length === 1);
  lists[one ? 'toned' : 'untoned'].add(bare(emoji));
  for (const skin of skins) {
    const place = bare(skin.emoji).replace(tone, '');
    if (skin.emoji.match(tone).length === 2) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
}
for (const [place, count] of counts) lists[count === 25 ? 'pairs' : 'unlikePairs'].add(place);

/** Emoji in lines of sixty, so that the file is readable. */
function lines(list) {
  const all = [...list];
  const rows = [];
  for (let i = 0; i < all.length; i += 60) rows.push(`  ${all.slice(i, i + 60).join(' ')}`);
  return rows.join('\n');
}

const docs = {
  untoned: 'Those without skin tones.',
  toned: 'Those that may have one skin tone, behind their first sign.',
  pairs: 'Two people of any two skin tones, each behind its person.',
  unlikePairs: 'Two people of two different skin tones; of the same tone there is another emoji.',
};
writeFileSync(
  'shared/src/emojiTable.ts',
  `// Written by scripts/emojiTable.mjs from emojibase-data (MIT), which has Unicode's emoji-test.txt; without U+FE0F. Do not edit.
${Object.entries(lists)
  .map(([name, list]) => `\n/** ${docs[name]} */\nexport const ${name} = \`\n${lines(list)}\n\`;\n`)
  .join('')}`,
);
