import type { MessageView } from '@parley/shared/messages';
import { describe, expect, it } from 'vitest';
import { message } from '../../test/build';
import { decide, type Situation } from './decide';

const why = (over: Partial<MessageView>, at: Partial<Situation>): string => {
  const verdict = decide(message(8, { text: 'The Café opens', ...over }), {
    me: { userId: 'me', presenceMode: 'auto' },
    room: { type: 'public' },
    member: { muted: false, level: null },
    headSeq: 7,
    looking: false,
    keywords: [],
    ...at,
  });
  return verdict.rings ? 'rings' : verdict.because;
};
const mention = { mentionIds: ['me'] };
const direct: Partial<Situation> = { room: { type: 'direct' } };

describe('a message', () => {
  it.each<[string, Partial<MessageView>, Partial<Situation>, string]>([
    ['in a room', {}, {}, 'no mention'],
    ['that mentions me', mention, {}, 'rings'],
    ['in a direct message', {}, direct, 'rings'],
    ['of my own', { authorId: 'me' }, direct, 'own'],
    ['that was edited', { seq: 7, editedAt: '2026-01-01T00:00:00.000Z' }, direct, 'not new'],
    ['that I am looking at', mention, { looking: true }, 'looking'],
    [
      'while I am not to be disturbed',
      mention,
      { me: { userId: 'me', presenceMode: 'dnd' } },
      'do not disturb',
    ],
    ['in a room of which I want everything', {}, { member: { muted: false, level: 'all' } }, 'rings'],
    [
      'in a room of which I want nothing',
      mention,
      { member: { muted: false, level: 'nothing' } },
      'nothing wanted',
    ],
    ['in a muted direct message', {}, { ...direct, member: { muted: true, level: null } }, 'no mention'],
    ['with one of my words', {}, { keywords: ['cafe'] }, 'rings'],
    ['with a part of one of my words', {}, { keywords: ['cafes', 'caf'] }, 'no mention'],
    ['with two of my words in their order', {}, { keywords: ['CAFÉ opens'] }, 'rings'],
  ])('%s', (_name, over, at, expected) => expect(why(over, at)).toBe(expected));
});
