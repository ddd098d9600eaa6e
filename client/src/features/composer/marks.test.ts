import { describe, expect, it } from 'vitest';
import { edited, type Edit } from './editing';
import { nextLine, nextLineOrQuote } from './lines';
import { codeSelection, linkSelection, prefixLines, wrapSelection } from './marks';

/** A text with its selection between ‹ and ›, or a caret at ¦. */
function read(drawn: string): [string, [number, number]] {
  const from = drawn.search(/[‹¦]/);
  const to = drawn.includes('›') ? drawn.indexOf('›') - 1 : from;
  return [drawn.replace(/[‹›¦]/g, ''), [from, to]];
}
function draw(text: string, edit: Edit): string {
  const made = edited(text, edit);
  const caret = edit.from + edit.text.length;
  const [from, to] = edit.selection ?? [caret, caret];
  return from === to
    ? `${made.slice(0, from)}¦${made.slice(from)}`
    : `${made.slice(0, from)}‹${made.slice(from, to)}›${made.slice(to)}`;
}
type Change = (text: string, selection: [number, number]) => Edit | undefined;
const after = (change: Change, drawn: string): string | undefined => {
  const [text, selection] = read(drawn);
  const edit = change(text, selection);
  return edit && draw(text, edit);
};

const bold: Change = (text, selection) => wrapSelection(text, selection, '**');

describe('marks', () => {
  it.each([
    ['a ‹word› here', 'a **‹word›** here'],
    ['a **‹word›** here', 'a ‹word› here'],
    ['a ‹**word**› here', 'a ‹word› here'],
    ['a ‹word › here', 'a **‹word›**  here'],
    ['¦', '**¦**'],
    ['**¦**', '¦'],
    ['‹one\n\ntwo›', '‹**one**\n\n**two**›'],
    ['‹**one**\n\n**two**›', '‹one\n\ntwo›'],
    ['‹**one**\ntwo›', '‹**one**\n**two**›'],
    ['‹one \n  \n two\n›', '‹**one** \n  \n **two**\n›'],
    ['‹- milk\n- [ ] eggs\n12. bread›', '‹- **milk**\n- [ ] **eggs**\n12. **bread**›'],
    ['‹> said\nyes›', '‹> **said**\n**yes**›'],
    ['‹see\n```\nx = 1\n```\nthere›', '‹**see**\n```\nx = 1\n```\n**there**›'],
    ['wo‹rd one\ntwo th›ree', 'wo‹**rd one**\n**two th**›ree'],
    ['‹  ›', '  **¦**'],
  ])('%j becomes %j', (from, to) => expect(after(bold, from)).toBe(to));

  it('taken away again leave what was there', () => {
    const [text, selection] = read('‹- one\n\n  two \nthree›');
    const on = wrapSelection(text, selection, '_');
    const marked = edited(text, on);
    const off = wrapSelection(marked, on.selection ?? [0, marked.length], '_');
    expect(edited(marked, off)).toBe(text);
  });

  it.each([
    ['a ‹b› c', 'a `‹b›` c'],
    ['‹a\nb›', '```\n‹a\nb›\n```'],
    ['x ‹a\nb› y', 'x \n```\n‹a\nb›\n```\n y'],
    ['```\n‹a\nb›\n```', '‹a\nb›'],
    ['x\n```ts\n‹a\nb›\n```\ny', 'x\n‹a\nb›\ny'],
    ['‹```\na\n```›', '````\n‹```\na\n```›\n````'],
  ])('code: %j becomes %j', (from, to) => expect(after(codeSelection, from)).toBe(to));

  it.each([
    ['a\n‹b\nc›', 'a\n- ‹b\n- c›'],
    ['a\n‹- b\n- c›', 'a\n‹b\nc›'],
    ['‹b\n\nc›', '- ‹b\n\n- c›'],
    ['¦', '- ¦'],
    ['on¦e', '- on¦e'],
    ['- on¦e', 'on¦e'],
  ])('list: %j becomes %j', (from, to) =>
    expect(after((text, selection) => prefixLines(text, selection, '- '), from)).toBe(to),
  );

  it('link: the words or the address are next', () => {
    expect(after(linkSelection, '‹text›')).toBe('[text](‹https://›)');
    expect(after(linkSelection, '¦')).toBe('[¦](https://)');
  });
});

describe('Enter', () => {
  it.each([
    ['hello¦', undefined],
    ['- milk¦', '- milk\n- ¦'],
    ['- mi¦lk', '- mi\n- ¦lk'],
    ['* milk¦', '* milk\n* ¦'],
    ['  + milk¦', '  + milk\n  + ¦'],
    ['1. milk¦', '1. milk\n2. ¦'],
    ['9) milk¦', undefined],
    ['8) a\n9) milk¦', '8) a\n9) milk\n10) ¦'],
    ['- [x] done¦', '- [x] done\n- [ ] ¦'],
    ['- milk\n- ¦', '- milk\n¦'],
    ['1. a\n2. ¦', '1. a\n¦'],
    ['- milk\n¦', undefined],
    ['¦- milk', undefined],
    ['5. Mai¦', undefined],
    ['2024. Ein Jahr¦', undefined],
    ['-milk¦', undefined],
    ['--- ¦', undefined],
    ['> quoted¦', undefined],
    ['```\nif (x)¦', '```\nif (x)\n¦'],
    ['```\n  - x¦', '```\n  - x\n  ¦'],
    ['```ts¦', '```ts\n¦'],
    ['```\nx\n```¦', undefined],
    ['see ```x``` and¦', undefined],
    ['`- x¦', undefined],
  ])('at %j makes %j', (from, to) => expect(after(nextLine, from)).toBe(to));

  it.each([
    ['> quoted¦', '> quoted\n> ¦'],
    ['> a\n> ¦', '> a\n¦'],
    ['>:(¦', undefined],
    ['- a¦', '- a\n- ¦'],
    ['text¦', undefined],
  ])('where it makes lines, at %j makes %j', (from, to) => expect(after(nextLineOrQuote, from)).toBe(to));
});
