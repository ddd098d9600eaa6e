import { describe, expect, it } from 'vitest';
import { message } from '../../test/build';
import { buildRows, countNew, nextStep, type RowsInput } from './rows';

const input = (over: Partial<RowsInput>): RowsInput => ({
  messages: [],
  outbox: [],
  atStart: false,
  live: true,
  newAfter: undefined,
  myId: 'me',
  ...over,
});
const shape = (over: Partial<RowsInput>): string[] =>
  buildRows(input(over)).map((row) =>
    row.kind === 'message' || row.kind === 'pending'
      ? `${row.kind}${row.grouped ? '+' : ''} ${row.key}`
      : row.kind,
  );

describe('rows', () => {
  it('group one author within five minutes, and begin anew after a day, a notice, a reply or another author', () => {
    const messages = [
      message(1),
      message(2),
      message(9),
      message(10, { authorId: 'bo' }),
      message(11, { authorId: 'bo', replyTo: { messageId: 'm1', seq: 1 } }),
      message(12, { createdAt: new Date(2026, 0, 2, 9).toISOString() }),
    ];
    expect(shape({ messages, atStart: true })).toEqual([
      'start',
      'day',
      'message c1',
      'message+ c2',
      'message c9',
      'message c10',
      'message c11',
      'day',
      'message c12',
    ]);
  });
  it('draw the line "New" behind what was read, not before one’s own', () => {
    const messages = [message(1), message(2, { authorId: 'me' }), message(3)];
    expect(shape({ messages, newAfter: 1 })).toEqual([
      'day',
      'message c1',
      'message c2',
      'new',
      'message c3',
    ]);
  });
  it('show what is being sent once, at the end, under the key it keeps', () => {
    const item = {
      clientId: 'c2',
      roomId: 'r',
      text: 'x',
      createdAt: Date.parse(message(2).createdAt),
      state: 'sending' as const,
      attempts: 1,
      notBefore: 0,
    };
    const before = shape({ messages: [message(1, { authorId: 'me' })], outbox: [item] });
    expect(before).toEqual(['day', 'message c1', 'pending+ c2']);
    expect(
      shape({ messages: [message(1, { authorId: 'me' }), message(2, { authorId: 'me' })], outbox: [item] }),
    ).toEqual(['day', 'message c1', 'message+ c2']);
    expect(shape({ messages: [message(1)], outbox: [item], live: false })).toEqual(['day', 'message c1']);
  });
});

describe('nextStep', () => {
  const rowsOf = (from: number, to: number) =>
    buildRows(input({ messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)) }));
  const keys = (step: ReturnType<typeof nextStep>): (string | undefined)[] => [
    step.rows.find((row) => row.kind === 'message')?.key,
    step.rows.at(-1)?.key,
  ];

  it('rows in front → told so', () => {
    const step = nextStep(rowsOf(5, 9), rowsOf(1, 9));
    expect([step.inFront, ...keys(step)]).toEqual([true, 'c1', 'c9']);
  });
  it('rows behind, nothing new, or another place → nothing in front, all of them', () => {
    expect(nextStep(rowsOf(5, 9), rowsOf(5, 10)).inFront).toBe(false);
    expect(nextStep(rowsOf(5, 9), rowsOf(5, 9)).inFront).toBe(false);
    expect(nextStep(rowsOf(50, 90), rowsOf(1, 9))).toMatchObject({ inFront: false });
    expect(nextStep([], rowsOf(1, 9)).inFront).toBe(false);
  });
  it('both at once → the rows in front first, the others with the next step', () => {
    const first = nextStep(rowsOf(5, 9), rowsOf(1, 12));
    expect([first.inFront, ...keys(first)]).toEqual([true, 'c1', 'c9']);
    const second = nextStep(first.rows, rowsOf(1, 12));
    expect([second.inFront, ...keys(second)]).toEqual([false, 'c1', 'c12']);
  });
  it('rows in front, and others gone behind → the same', () => {
    const first = nextStep(rowsOf(5, 20), rowsOf(1, 10));
    expect([first.inFront, ...keys(first)]).toEqual([true, 'c1', 'c20']);
    const second = nextStep(first.rows, rowsOf(1, 10));
    expect([second.inFront, ...keys(second)]).toEqual([false, 'c1', 'c10']);
  });
  it('rows gone in front → told so, and what changed behind comes with the next step', () => {
    const first = nextStep(rowsOf(1, 9), rowsOf(5, 9));
    expect([first.inFront, ...keys(first)]).toEqual([true, 'c5', 'c9']);
    for (const last of [7, 12]) {
      const both = nextStep(rowsOf(1, 9), rowsOf(5, last));
      expect([both.inFront, ...keys(both)]).toEqual([true, 'c5', 'c9']);
      const second = nextStep(both.rows, rowsOf(5, last));
      expect([second.inFront, ...keys(second)]).toEqual([false, 'c5', `c${last}`]);
    }
  });
});

it('what is new is neither deleted nor one’s own, and the line New stands above the first that is', () => {
  const deletedAt = '2026-01-01T00:00:00.000Z';
  const messages = [
    message(1),
    message(2, { deletedAt }),
    message(3, { authorId: 'me' }),
    message(4),
    message(5, { deletedAt }),
  ];
  expect(shape({ messages, newAfter: 1 }).filter((row) => !row.startsWith('message+'))).toEqual([
    'day',
    'message c1',
    'message c2',
    'message c3',
    'new',
    'message c4',
    'message c5',
  ]);
  expect(shape({ messages, newAfter: 4 })).not.toContain('new');
  expect([0, 1, 4, 5, undefined].map((after) => countNew({ messages, headSeq: 5 }, after, 'me'))).toEqual([
    2, 1, 0, 0, 0,
  ]);
  // Messages that are not loaded count as new.
  expect(countNew({ messages, headSeq: 9 }, 3, 'me')).toBe(5);
});
