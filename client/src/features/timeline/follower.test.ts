import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFollower, type Follower } from './follower';

/** A view of 500 pixels on a list of 2000. */
const box = { scrollHeight: 2000, clientHeight: 500, scrollTop: 1500 } as HTMLElement;
let follower: Follower;
const scrollTo = (top: number): boolean => {
  box.scrollTop = top;
  return follower.scrolled(box, () => undefined);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(10_000);
  Object.assign(box, { scrollHeight: 2000, scrollTop: 1500 });
  follower = createFollower({ current: box });
  scrollTo(1500);
});
afterEach(() => vi.useRealTimers());

it('follows the end when messages are added below the view', () => {
  Object.assign(box, { scrollHeight: 2400 });
  expect(follower.isFollowing()).toBe(true);
  expect(scrollTo(1600)).toBe(true);
});

it('stops when a person scrolls up, and follows again near the end', () => {
  expect(scrollTo(1300)).toBe(false);
  expect(follower.isFollowing()).toBe(false);
  expect(scrollTo(1450)).toBe(true);
});

it('notices a scroll up before its event', () => {
  box.scrollTop = 1300;
  expect(follower.isFollowing()).toBe(false);
});

it('goes on following where the list moves the box up itself, just after rows were added', () => {
  follower.rowsChanged();
  expect(scrollTo(1300)).toBe(true);
  vi.advanceTimersByTime(301);
  expect(scrollTo(1200)).toBe(false);
});

it('takes a move that is further than the list goes by itself for a person’s', () => {
  follower.rowsChanged();
  expect(scrollTo(400)).toBe(false);
});
