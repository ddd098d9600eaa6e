import { describe, expect, it } from 'vitest';
import { nameTypedAt } from './typedName';

describe('a name between colons', () => {
  it.each([
    ':tada:',
    'so :tada:',
    '(:tada:',
    '「:tada:',
    '**:tada:',
    'a **:tada:',
    '😄:tada:',
    '👍🏽:+1:',
    'a\n:100:',
  ])('ends %j', (text) => expect(nameTypedAt(text, text.length)?.name).toMatch(/^(?:tada|100|\+1)$/));
  it.each([
    'root:x:',
    '10:100:',
    'fe80:1:a:',
    'https://example.com/a:100:',
    '/:100:',
    'ana:tada:',
    'é:tada:',
    '好:tada:',
    '::tada:',
    '1_:100:',
    'rows[:100:',
    '.:tada:',
    ':Tada:',
    ':ta da:',
    '::',
    ':tada',
    '٣:100:',
  ])('does not end %j', (text) => expect(nameTypedAt(text, text.length)).toBeUndefined());
  it.each(['s', '3', ':', '_x', 'é', '好'])('does not stand before %j', (tail) =>
    expect(nameTypedAt(`:tada:${tail}`, 6)).toBeUndefined(),
  );
  it.each([' x', '.', ')', '**', ''])('stands before %j', (tail) =>
    expect(nameTypedAt(`:tada:${tail}`, 6)).toEqual({ from: 0, to: 6, name: 'tada' }),
  );
});
