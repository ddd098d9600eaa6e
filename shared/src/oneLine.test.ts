import { describe, expect, it } from 'vitest';
import type { FileView } from './files.js';
import { oneLine } from './oneLine.js';

const named = (name: string): FileView => ({ name }) as FileView;

describe('a message in one line', () => {
  it.each([
    ['**bold** and `code`\n> quoted', 'bold and code quoted'],
    ['the killer is ||the butler||!', 'the killer is ▒▒▒!'],
    ['a || b', 'a || b'],
    ['  \n ', 'one.png, two.pdf'],
    ['3 > 2', '3 > 2'],
    ['👩‍👧 '.repeat(3), '👩‍👧 👩‍👧 👩‍👧'],
  ])('%j is %j', (text, line) => {
    expect(oneLine({ text, files: [named('one.png'), named('two.pdf')] }, 100)).toBe(line);
  });

  it('is cut between characters, not within one', () => {
    expect(oneLine({ text: '🎉'.repeat(10), files: [] }, 3)).toBe('🎉🎉🎉');
  });
});
