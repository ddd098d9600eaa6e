import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WantedHeight } from './wanted';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('sends the first height at once, then only the latest, and nothing that has not changed', () => {
  const sent: number[] = [];
  const wanted = new WantedHeight((height) => sent.push(height));
  wanted.set(180);
  wanted.set(190);
  wanted.set(360);
  expect(sent).toEqual([180]);
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([180, 360]);
  wanted.set(360);
  vi.advanceTimersByTime(5000);
  wanted.set(360);
  expect(sent).toEqual([180, 360]);
  // A tile that moves to another place is gone for a moment.
  wanted.set(0);
  wanted.set(360);
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([180, 360]);
  wanted.set(0);
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([180, 360, 0]);
});

it('repeats the height, and nothing where none was set', () => {
  const sent: number[] = [];
  const wanted = new WantedHeight((height) => sent.push(height));
  wanted.repeat();
  expect(sent).toEqual([]);
  wanted.set(180);
  wanted.repeat();
  vi.advanceTimersByTime(500);
  expect(sent).toEqual([180, 180]);
});

it('sends nothing after it is closed', () => {
  const sent: number[] = [];
  const wanted = new WantedHeight((height) => sent.push(height));
  wanted.set(180);
  wanted.set(360);
  wanted.close();
  vi.advanceTimersByTime(5000);
  expect(sent).toEqual([180]);
});
