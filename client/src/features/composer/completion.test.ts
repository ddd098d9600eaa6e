import { describe, expect, it } from 'vitest';
import { complete, completingAt, prefixLines, wrapSelection } from './completion';

describe('completing', () => {
  it.each([
    ['@jo', { kind: 'person', query: 'jo' }],
    ['hi @', { kind: 'person', query: '' }],
    ['(#des', { kind: 'room', query: 'des' }],
    ['so :smi', { kind: 'emoji', query: 'smi' }],
    ['a@b', undefined],
    ['at 10:3', undefined],
    ['```\n@jo', undefined],
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
    expect(completing && complete('hi @jo, you', completing, '@jo.rivera')).toEqual({
      text: 'hi @jo.rivera , you',
      caret: 14,
    });
  });
});

describe('marks', () => {
  it('are put around a selection and taken away again', () => {
    const bold = wrapSelection('a word here', [2, 6], '**');
    expect(bold).toEqual({ text: 'a **word** here', selection: [4, 8] });
    expect(wrapSelection(bold.text, bold.selection, '**')).toEqual({
      text: 'a word here',
      selection: [2, 6],
    });
  });
  it('begin each selected line', () => {
    expect(prefixLines('a\nb\nc', [2, 5], '- ').text).toBe('a\n- b\n- c');
  });
});
