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
    ['we write C++, not C or C#', ['c++'], 'we write [C++], not C or C#'],
    ['.NET and the net', ['.net'], '[.NET] and the net'],
    ['run `npm i --save`, save', ['npm', '--save'], 'run `[npm] i [--save]`, save'],
    ['Node.JS vs node and js', ['node.js'], '[Node.JS] vs node and js'],
    ['party 🎉 on ❤️ day', ['🎉', '❤'], 'party [🎉] on [❤️] day'],
    ['👍🏽 and 👩‍👧', ['👍', '👩'], '[👍🏽] and 👩‍👧'],
    ['यह हिंदी है', ['हिंदी'], 'यह [हिंदी] है'],
    ['घर का कि', ['का'], 'घर [का] कि'],
    ['สวัสดีตอนเช้า', ['ตอนเช้า'], 'สวัสดี[ตอนเช้า]'],
    ['배포가 완료되었습니다', ['완료'], '배포가 [완료]되었습니다'],
    ['か が', ['が'], 'か [が]'],
    ['مُحَمَّد هنا', ['محمد'], '[مُحَمَّد] هنا'],
    ['می‌خواهم', ['میخواهم'], '[می‌خواهم]'],
    ['C++入門', ['c++'], '[C++]入門'],
    ['a ▒▒▒ b', ['secret'], 'a ▒▒▒ b'],
  ])('%s, %j → %s', (text, marks, expected) => expect(shown(text, ...marks)).toBe(expected));

  it('shows the part of a long text around the hit', () => {
    const text = `${'word '.repeat(100)}needle ${'word '.repeat(100)}`;
    const result = shown(text, 'needle');
    expect(result).toMatch(/^… (word )+\[needle\] (word )+.* …$/);
    expect(result.length).toBeLessThan(270);
  });

  it('shows it in a stretch without spaces too, and cuts no sign in two', () => {
    const text = `${'東京'.repeat(200)}京都🎉${'👩‍👧'.repeat(100)}`;
    const result = shown(text, '京都');
    expect(result).toContain('[京都]🎉👩‍👧');
    expect(result).toMatch(/^… [東京]+\[京都\]🎉(?:👩‍👧)+ …$/u);
    expect(shown(`${'東京'.repeat(200)} x`, 'x')).toContain('[x]');
  });
});
