import { callLimits } from '@parley/shared/calls/limits';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CandidateBatch, HeldCandidates, type Candidate } from './candidates';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const candidate = (name: string, usernameFragment: string | null = 'one'): Candidate => ({
  candidate: name,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment,
});
const sdp = (...fragments: string[]): string => fragments.map((name) => `a=ice-ufrag:${name}\r\n`).join('');

it('sends candidates of 50 ms together, without the mark of the end', () => {
  const sent: string[][] = [];
  const batch = new CandidateBatch((list) => sent.push(list.map((each) => each.candidate)));
  batch.add(candidate('a'));
  batch.add({ candidate: '' });
  batch.add(candidate('b'));
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(50);
  batch.add(candidate('c'));
  vi.advanceTimersByTime(50);
  expect(sent).toEqual([['a', 'b'], ['c']]);
});

it('sends no more at once than a signal may carry, and nothing that is too long or after it is closed', () => {
  const sent: number[] = [];
  const batch = new CandidateBatch((list) => sent.push(list.length));
  for (let i = 0; i <= callLimits.candidates; i++) batch.add(candidate(String(i)));
  batch.add(candidate('x'.repeat(callLimits.candidate + 1)));
  expect(sent).toEqual([callLimits.candidates]);
  batch.close();
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([callLimits.candidates]);
});

it('holds candidates until their description is there', () => {
  const held = new HeldCandidates();
  held.add([candidate('a', 'one'), candidate('b', 'two'), candidate('c', null)]);
  expect(held.take(sdp('one')).map((each) => each.candidate)).toEqual(['a', 'c']);
  expect(held.take(sdp('one'))).toEqual([]);
  expect(held.take(sdp('two')).map((each) => each.candidate)).toEqual(['b']);
});

it('holds a bounded number, the latest', () => {
  const held = new HeldCandidates();
  for (let i = 0; i < 150; i++) held.add([candidate(String(i))]);
  expect(held.take(sdp('one')).map((each) => each.candidate)).toEqual(
    Array.from({ length: 100 }, (_, i) => String(i + 50)),
  );
});
