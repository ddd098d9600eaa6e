import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lost, nodesIn } from './invariants.testing.js';
import { MOST_NODES } from './budget.js';
import { parseMessage } from './parse.js';

/** Examples of the specifications: outside data, beside the checkout or not at all. */
const folder = join(import.meta.dirname, '../../../../shared/testdata/markdown');
interface Example {
  section: string;
  markdown: string;
}

describe.each([
  ['commonmark', 655],
  ['gfm', 673],
])('the examples of %s', (name, count) => {
  const file = join(folder, `${name}.json`);
  const there = existsSync(file);
  if (!there) process.stdout.write(`The examples of ${name} were skipped: there is no ${file}.\n`);
  it.skipIf(!there)('are all shown, and nothing in them disappears', () => {
    const examples = JSON.parse(readFileSync(file, 'utf8')) as Example[];
    expect(examples).toHaveLength(count);
    for (const { section, markdown } of examples) {
      const blocks = parseMessage(markdown);
      expect(lost(markdown, blocks), `${section}: ${JSON.stringify(markdown)}`).toEqual([]);
      expect(nodesIn(blocks)).toBeLessThanOrEqual(MOST_NODES);
    }
  });
});
