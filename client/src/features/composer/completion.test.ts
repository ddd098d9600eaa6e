import { describe, expect, it } from 'vitest';
import { complete, completingAt } from './completion';
import { edited } from './editing';

describe('completing', () => {
  it.each([
    ['@jo', { kind: 'person', query: 'jo' }],
    ['hi @', { kind: 'person', query: '' }],
    ['@jose luis', { kind: 'person', query: 'jose luis' }],
    ['@小明', { kind: 'person', query: '小明' }],
    ['你好@小', { kind: 'person', query: '小' }],
    ['ל@jo', { kind: 'person', query: 'jo' }],
    ['「@さく', { kind: 'person', query: 'さく' }],
    ['«@jo', { kind: 'person', query: 'jo' }],
    ['_@jo', { kind: 'person', query: 'jo' }],
    ["@o'b", { kind: 'person', query: "o'b" }],
    ['@कि', { kind: 'person', query: 'कि' }],
    ['(#des', { kind: 'room', query: 'des' }],
    ['「#des', { kind: 'room', query: 'des' }],
    ['We are #1', { kind: 'room', query: '1' }],
    ['a#b', undefined],
    ['https://x.org/#des', undefined],
    ['##', undefined],
    ['so :smi', { kind: 'emoji', query: 'smi' }],
    ['so :SMI', { kind: 'emoji', query: 'smi' }],
    [':8ba', { kind: 'emoji', query: '8ba' }],
    ['a@b', undefined],
    ['at 10:3', undefined],
    ['at 10 :30', undefined],
    ['3 :10', undefined],
    ['lol :-p', undefined],
    ['so :s', undefined],
    ['note:smile', undefined],
    ['http://a/b:smile', undefined],
    ['```\n@jo', undefined],
    ['see `@jo', undefined],
    ['see `x` @jo', { kind: 'person', query: 'jo' }],
    ['@jo ', undefined],
    ['/', { kind: 'command', query: '' }],
    ['/to', { kind: 'command', query: 'to' }],
    ['/usr/bin', undefined],
    ['so /to', undefined],
  ])('%j is %j', (text, expected) => {
    const found = completingAt(text, text.length);
    if (expected) expect(found).toMatchObject(expected);
    else expect(found).toBeUndefined();
  });

  it('puts the choice in and the caret behind it', () => {
    const completing = completingAt('hi @jo, you', 6);
    const edit = completing && complete('hi @jo, you', completing, '@jo.rivera');
    expect(edit && edited('hi @jo, you', edit)).toBe('hi @jo.rivera , you');
    expect(edit?.selection).toEqual([14, 14]);
    const spaced = completingAt('hi @jo you', 6);
    expect(spaced && edited('hi @jo you', complete('hi @jo you', spaced, '@jo.rivera'))).toBe(
      'hi @jo.rivera you',
    );
  });
});
