import { describe, expect, it } from 'vitest';
import { formOf, isScattered, matchName } from './nameMatch.js';

const match = (name: string, typed: string): number | undefined => matchName(formOf(name), formOf(typed));

describe('a name', () => {
  it.each([
    ['jo.rivera', 'jo.rivera', 0],
    ['José Luis García', 'jose luis garcia', 0],
    ['José Luis García', 'jose', 1],
    ['José Luis García', 'jose lu', 1],
    ['José Luis García', 'luis', 2],
    ['José Luis García', 'garcia jo', 2],
    ['jo.rivera', 'riv', 2],
    ['Launch week', 'launch-w', 1],
    ['Launch week', 'launchw', 1],
    ["Sean O'Brien", 'brien', 2],
    ["Sean O'Brien", 'o’b', 2],
    ['Łukasz Żak', 'zak', 2],
    ['Straße', 'strasse', 0],
    ['Ильин Пётр', 'петр', 2],
    ['王小明', '小明', 3],
    ['田中さくら', 'さくら', 3],
    ['김민수', '미', 3],
    ['김민수', '민수', 3],
    ['สมชาย', 'ชาย', 3],
    ['أحمد علي', 'على', undefined],
    ['Rosalind', 'lind', undefined],
    ['José Luis', 'jo se', undefined],
    ['Ana', 'ana can you', undefined],
    ['王小明', '明小', undefined],
    ['🎉 party', '🎉', undefined],
    ['🎉', '🎉', 0],
  ])('%j answers %j with %j', (name, typed, rank) => expect(match(name, typed)).toBe(rank));

  it('two typed words need two words of it', () => {
    expect(match('Ana Ann', 'an an')).toBe(2);
    expect(match('Ana', 'an an')).toBeUndefined();
    expect(match('Abc Ab', 'ab abc')).toBe(2);
  });
  it('may hold the letters scattered', () => {
    expect(isScattered(formOf('Design système'), formOf('dsgnsys'))).toBe(true);
    expect(isScattered(formOf('Design'), formOf('ngd'))).toBe(false);
  });
});
