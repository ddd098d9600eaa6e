import { describe, expect, it } from 'vitest';
import { nearFilter } from './nearFilter';

describe('a filter that is none', () => {
  it.each([
    ['form', 'from'],
    ['Fron', 'from'],
    ['frm', undefined],
    ['hsa', 'has'],
    ['befor', 'before'],
    ['afters', 'after'],
    ['author', 'from'],
    ['Channel', 'in'],
    ['during', 'on'],
    ['node', undefined],
    ['https', undefined],
    ['constructor', undefined],
  ])('%s may mean %s', (name, meant) => expect(nearFilter(name)).toBe(meant));
});
