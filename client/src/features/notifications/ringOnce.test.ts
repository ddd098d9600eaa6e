import { describe, expect, it } from 'vitest';
import { memoryStorage } from '../../platform/storage';
import { isFirstToRing } from './ringOnce';

describe('a message', () => {
  it('is rung for by one of many tabs, whichever asks first', async () => {
    const storage = memoryStorage();
    const answers = await Promise.all(Array.from({ length: 5 }, () => isFirstToRing(storage, 'm1')));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await isFirstToRing(storage, 'm2')).toBe(true);
    expect(await isFirstToRing(storage, 'm1')).toBe(false);
  });

  it('is remembered as long as tabs may lag behind, and not for ever', async () => {
    const storage = memoryStorage();
    for (let i = 0; i < 250; i++) await isFirstToRing(storage, `m${i}`);
    expect(await isFirstToRing(storage, 'm249')).toBe(false);
    expect((await storage.values.get('rung')) as string[]).toHaveLength(200);
  });

  it('rings where nothing can be kept', async () => {
    expect(await isFirstToRing(undefined, 'm1')).toBe(true);
    const broken = memoryStorage();
    broken.values.change = () => Promise.reject(new Error('the disk is full'));
    expect(await isFirstToRing(broken, 'm1')).toBe(true);
  });
});
