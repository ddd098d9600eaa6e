import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { newId } from './newId';

describe('new ids', () => {
  it('are UUIDs of version 7 that begin with the time, and no two are the same', () => {
    const before = Date.now();
    const ids = Array.from({ length: 1000 }, newId);
    const after = Date.now();
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(z.uuidv7().safeParse(id).success).toBe(true);
      const time = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(after);
    }
  });
});
