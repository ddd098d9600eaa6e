import { describe, expect, it } from 'vitest';
import { edited } from './editing';
import { cellsOf, fenceOf, place, tableOf } from './placing';

describe('cells', () => {
  it.each([
    [
      [
        ['a', 'b'],
        ['1', '2'],
      ],
      '| a | b |\n| --- | --- |\n| 1 | 2 |',
    ],
    [
      [
        ['a', 'b', ''],
        ['1', '', ''],
      ],
      '| a | b |\n| --- | --- |\n| 1 |  |',
    ],
    [
      [
        ['a|b', 'c'],
        ['', ''],
      ],
      '| a\\|b | c |\n| --- | --- |',
    ],
    [[['a'], ['b']], 'a\nb'],
    [[['a']], 'a'],
  ])('%j', (rows, table) => expect(tableOf(rows)).toBe(table));

  it.each([
    ['a\tb\n1\t2', 2],
    ['a\tb\r\n1\t2\r\n', 2],
    ['a\t\n1\t2', 2],
    ['a\tb', undefined],
    ['a\nb', undefined],
    ['\tif x:\n\t\treturn', undefined],
    ['all:\n\tcc x.c', undefined],
    ['a\tb\n1\t2\t3', undefined],
    ['\ta\n\tb', undefined],
  ])('of %j', (plain, rows) => expect(cellsOf(plain)?.length).toBe(rows));
});

describe('a block in its place', () => {
  it.each([
    ['', '', '| a | b |\n| --- | --- |', '| a | b |\n| --- | --- |'],
    ['see', 'end', '| a | b |\n| --- | --- |', 'see\n\n| a | b |\n| --- | --- |\n\nend'],
    ['see\n', '\nend', '| a | b |\n| --- | --- |', 'see\n\n| a | b |\n| --- | --- |\n\nend'],
    ['see ', '', '```\nx\n```', 'see \n```\nx\n```'],
    ['see', 'end', '- a\n- b', 'see\n- a\n- b\nend'],
    ['see ', ' end', 'a | b', 'see a | b end'],
  ])('%j and %j around %j', (before, after, piece, wanted) => {
    const text = before + after;
    expect(edited(text, place(text, [before.length, before.length], piece))).toBe(wanted);
  });
  it('has a fence longer than the code has', () => {
    expect(fenceOf('a\n```\nb\n', 'md')).toBe('````md\na\n```\nb\n````');
  });
});
