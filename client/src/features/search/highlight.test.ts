import { describe, expect, it } from 'vitest';
import { highlight } from './highlight';

const shown = (text: string, ...marks: string[]): string =>
  highlight(text, marks)
    .map((segment) => (segment.marked ? `[${segment.text}]` : segment.text))
    .join('');

describe('highlighting', () => {
  it.each([
    ['The Deployment failed', ['deploy'], 'The [Deployment] failed'],
    ['Crème brûlée, please', ['creme', 'brulee'], '[Crème] [brûlée], please'],
    ['東京都に行きました', ['京都'], '東[京都]に行きました'],
    ['nothing here', ['x'], 'nothing here'],
    ['a\n\nb', ['b'], 'a [b]'],
    ['same same', ['same', 'sam'], '[same] [same]'],
  ])('%s, %j → %s', (text, marks, expected) => expect(shown(text, ...marks)).toBe(expected));

  it('shows the part of a long text around the hit', () => {
    const text = `${'word '.repeat(100)}needle ${'word '.repeat(100)}`;
    const result = shown(text, 'needle');
    expect(result).toMatch(/^… (word )+\[needle\] (word )+.* …$/);
    expect(result.length).toBeLessThan(270);
  });
});
