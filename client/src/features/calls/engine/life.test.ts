import { expect, it } from 'vitest';
import { LinkLife, type Observation } from './life';

/** A connection whose clock moves by half seconds. */
class Course {
  now = 0;
  readonly restarts: number[] = [];
  private bytes = 0;
  private signs = 0;
  readonly life = new LinkLife(0);

  /** Goes on for some seconds. */
  go(
    seconds: number,
    {
      media = false,
      checked = media,
      ...over
    }: { media?: boolean; checked?: boolean } & Partial<Observation>,
  ): string {
    for (let i = 0; i < seconds * 2; i++) {
      this.now += 500;
      if (media) this.bytes += 1000;
      if (checked) this.signs += 1;
      const seen = {
        connection: 'connected',
        bytes: this.bytes,
        signs: this.signs,
        expectsMedia: true,
      } as const;
      this.life.observe({ ...seen, ...over }, this.now);
      if (!this.life.restartDue(this.now)) continue;
      this.restarts.push(this.now / 1000);
      this.life.restarted(this.now);
    }
    return this.life.shown(this.now);
  }
}

it('the first connection has 5 s, then attempts come with growing pauses, and after 15 s it shows as failed', () => {
  const course = new Course();
  expect(course.go(14.5, { connection: 'connecting' })).toBe('connecting');
  expect(course.restarts).toEqual([5, 7, 10, 14]);
  expect(course.go(20, { connection: 'connecting' })).toBe('failed');
  expect(course.restarts).toEqual([5, 7, 10, 14, 19, 25, 31]);
  expect(course.go(1, { media: true })).toBe('connected');
});

it('restarts when sound has not arrived for 2 s, again every 2 s at most, and is connected with the first sound', () => {
  const course = new Course();
  expect(course.go(10, { media: true })).toBe('connected');
  expect(course.go(1.5, {})).toBe('connected');
  expect(course.go(0.5, {})).toBe('reconnecting');
  expect(course.restarts).toEqual([12]);
  course.go(5, {});
  expect(course.restarts).toEqual([12, 14, 17]);
  expect(course.go(0.5, { media: true, connection: 'disconnected' })).toBe('connected');
});

it('shows as failed 15 s after the loss, and goes on trying', () => {
  const course = new Course();
  course.go(10, { media: true });
  expect(course.go(16.5, {})).toBe('reconnecting');
  expect(course.go(0.5, {})).toBe('failed');
  const before = course.restarts.length;
  course.go(12, {});
  expect(course.restarts.length).toBe(before + 2);
});

it('one restart shows whether a silent microphone or the path is to blame', () => {
  const course = new Course();
  course.go(10, { media: true });
  course.go(30, { checked: true });
  expect(course.restarts).toEqual([12]);
  expect(course.life.state).toBe('alive');
  expect(course.go(7, {})).toBe('reconnecting');
});

it('where the other leg sends no sound, answered checks are the sign of life', () => {
  const course = new Course();
  expect(course.go(30, { checked: true, expectsMedia: false })).toBe('connected');
  expect(course.go(5.5, { expectsMedia: false })).toBe('connected');
  expect(course.go(0.5, { expectsMedia: false })).toBe('reconnecting');
  expect(course.restarts).toEqual([36]);
});

it('where nobody counts checks, it relies on the browser', () => {
  const course = new Course();
  expect(course.go(60, { signs: undefined, expectsMedia: false })).toBe('connected');
  expect(course.go(1, { signs: undefined, expectsMedia: false, connection: 'disconnected' })).toBe(
    'reconnecting',
  );
});

it('a microphone that is switched on has its time to arrive', () => {
  const course = new Course();
  course.go(10, { checked: true, expectsMedia: false });
  expect(course.go(1.5, { checked: true })).toBe('connected');
  expect(course.restarts).toEqual([]);
});

it('what both sides agreed on has its time', () => {
  const course = new Course();
  course.go(4, { connection: 'connecting' });
  course.life.agreed(course.now);
  course.go(4.5, { connection: 'connecting' });
  expect(course.restarts).toEqual([]);
  course.go(0.5, { connection: 'connecting' });
  expect(course.restarts).toEqual([9]);
});
