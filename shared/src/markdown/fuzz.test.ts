import { Session } from 'node:inspector/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../limits.js';
import { seeded } from '../random.js';
import { MOST_NODES } from './budget.js';
import { depthOf, lost, nodesIn } from './invariants.testing.js';
import { parseMessage } from './parse.js';
import { placeAt } from './place.js';
import { plainText } from './plain.js';

/**
 * Steps the parser may take for each sign of a text: blocks of its code that are run, counted by the engine itself, so that
 * the figure is the same on every machine. Measured: 5 to 20 for what people write, 122 for the worst of the texts below.
 */
const STEPS_PER_SIGN = 200;
const SEEDS = Number(process.env['FUZZ_SEEDS'] ?? 300);

const session = new Session();
beforeAll(async () => {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
});
afterAll(() => session.disconnect());

/** How many blocks of the parser's code are run by some work. */
async function stepsOf(work: () => void): Promise<number> {
  await session.post('Profiler.takePreciseCoverage');
  work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) => /shared\/src\/markdown|markdown-it|linkify-it|mdurl/u.test(url))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
    .reduce((sum, count) => sum + count, 0);
}

const fill = (piece: string): string =>
  piece.repeat(Math.ceil(limits.messageLength / piece.length)).slice(0, limits.messageLength);

// Texts that have stopped parsers before: of the issue, of markdown-it's and cmark's own pathological cases, and of this one's parts.
const repeated = [
  '|a',
  '- ',
  '>',
  '> ',
  '[',
  '**',
  '**a ',
  '*a ',
  ' *a',
  '*a_ ',
  '[](',
  '[a](',
  '[a](/b)',
  '![[',
  '` ',
  '`a',
  '<',
  '<http://',
  '||a ',
  ' ||a||',
  '~~a ',
  '~~a~~ ',
  ' ```a',
  '```\n',
  '```\na\n',
  'a ```\nb``` ',
  '\\*',
  '\\*a\\* ',
  '\\[',
  '\\`',
  'http://a.b ',
  'https://',
  'www.',
  'tel:',
  'a@',
  'a@b.c',
  'a.',
  '1. ',
  '1. a\n',
  '- x\n',
  '- - x\n',
  'a\n\n',
  '\n',
  '# a\n',
  '---\n',
  '@a.b.c ',
  '@a',
  '#a ',
  '> - ',
  '> a\n- b\n',
  '> ```\n',
  '- ```\n',
  '[a](<',
  '[a](/b "',
  '_@a_ ',
  '((',
  '|a|\n|-|\n',
  '|a|b|\n|-|-|\n|1|2|\n',
  '|\\|a\n|-|\n',
  '|`a\n|-|\n',
  '[]',
  '](',
  ')[',
  '\\',
  '||',
  '~~',
  '_',
  '__',
  '***a',
  '@',
  '#',
  ':',
  '中*中',
  '中**中',
  'a\u0301',
  '👍',
];

const pieces = [
  '*',
  '**',
  '***',
  '_',
  '__',
  '~~',
  '||',
  '`',
  '``',
  '```',
  '\\',
  '[',
  ']',
  '](',
  ')',
  '(',
  '!',
  '<',
  '>',
  '> ',
  '- ',
  '* ',
  '1. ',
  '7) ',
  '|',
  '|-|-|\n',
  '\n',
  '\n\n',
  ' ',
  '  ',
  '    ',
  '#',
  '# ',
  '@jo',
  '@',
  '#room',
  'https://x.org/a',
  'www.x.org',
  'a@b.org',
  'tel:+491234',
  'word',
  'слово',
  '中文',
  'かな',
  '한국어',
  'עברית',
  'e\u0301',
  '👨‍👩‍👧',
  ':',
  '.',
  ',',
  '---',
  '- [ ] ',
  '```js\n',
  '|a|b|\n',
  '"',
  "'",
  '\t',
  '\u00a0',
];

/** A text that aims at the parser: few different pieces, repeated, nested and mixed. */
function aimed(random: () => number): string {
  const pick = (): string => pieces[Math.floor(random() * pieces.length)] ?? '';
  const few = Array.from({ length: 1 + Math.floor(random() * 5) }, pick);
  const length = random() < 0.5 ? 200 : limits.messageLength;
  let text = '';
  while (text.length < length) {
    const piece = random() < 0.9 ? (few[Math.floor(random() * few.length)] ?? '') : pick();
    text += piece.repeat(random() < 0.2 ? 1 + Math.floor(random() * 60) : 1);
  }
  return text.slice(0, length);
}

async function expectBounded(text: string, name: string): Promise<void> {
  let blocks: ReturnType<typeof parseMessage> = [];
  const steps = await stepsOf(() => {
    blocks = parseMessage(text);
  });
  expect(steps, name).toBeLessThanOrEqual(STEPS_PER_SIGN * Math.max(text.length, 100));
  expect(nodesIn(blocks), name).toBeLessThanOrEqual(MOST_NODES);
  // Eight quotes or lists, with their items; a paragraph; eight marks, and their text.
  expect(depthOf(blocks), name).toBeLessThanOrEqual(18);
  expect(lost(text, blocks), name).toEqual([]);
}

describe('whatever is written', () => {
  it.each(repeated)('%j again and again is shown in a bounded number of steps and nodes', (piece) =>
    expectBounded(fill(piece), piece),
  );

  it('a text of many kinds of nesting is', async () => {
    const rising = Array.from({ length: 120 }, (_, i) => `${' '.repeat(i * 2)}- a`).join('\n');
    const ticks = Array.from({ length: 120 }, (_, i) => '`'.repeat(i + 1)).join(' ');
    const wide = `|${'a|'.repeat(45)}\n|${'-|'.repeat(45)}\n${'|'.repeat(7000)}`;
    const marks = fill('*a ').slice(0, 4000) + fill('a* ').slice(0, 4000);
    for (const text of [rising, ticks, wide, marks, `[a](${fill('(')}`])
      await expectBounded(text.slice(0, limits.messageLength), text.slice(0, 20));
  });

  it(`${SEEDS} texts that aim at the parser are`, async () => {
    const first = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 1e9));
    for (let seed = first; seed < first + SEEDS; seed += 1) {
      const text = aimed(seeded(seed));
      await expectBounded(text, `FUZZ_SEED=${seed}`);
      // Neither throws: the result is checked by other tests.
      plainText(text);
      placeAt(text, text.length >> 1);
    }
  });
});
