import { describe, expect, it } from 'vitest';
import { can, outranks, type Standing } from './permissions.js';
import { boundedText } from './boundedText.js';
import { visibleLength } from './text.js';
import { username } from './users.js';

describe('text', () => {
  it.each([
    ['abc', 3],
    ['👨‍👩‍👧', 1],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 2],
    ['a\nb', 3],
  ])('%j has %i characters', (text, length) => expect(visibleLength(text)).toBe(length));

  it('refuses what cannot be stored', () => {
    const text = boundedText(1, 5);
    expect(text.safeParse('12345').success).toBe(true);
    for (const wrong of ['123456', '', '  ', 'a\0', '\ud800'])
      expect(text.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });

  it('takes user names that can be typed behind an @', () => {
    for (const right of ['jo', 'jo.rivera', 'a-b_c9', 'JO'])
      expect(username.safeParse(right).success).toBe(true);
    for (const wrong of ['j', '.jo', 'jo-', 'j o', 'jö', 'x'.repeat(33)])
      expect(username.safeParse(wrong).success, wrong).toBe(false);
  });
});

describe('permissions', () => {
  const standing = (over: Partial<Standing> = {}): Standing => ({
    workspace: 'member',
    room: 'member',
    type: 'private',
    archived: false,
    general: false,
    ...over,
  });
  it('outsiders read public rooms only, guests not even those', () => {
    expect(can('read', standing({ room: undefined }))).toBe(false);
    expect(can('read', standing({ room: undefined, type: 'public' }))).toBe(true);
    expect(can('read', standing({ room: undefined, type: 'public', workspace: 'guest' }))).toBe(false);
    expect(can('read', standing({ room: undefined, workspace: 'owner' }))).toBe(false);
  });
  it('nothing is written into an archived room', () => {
    for (const permission of ['send', 'join', 'rename', 'addMember', 'setRole'] as const)
      expect(can(permission, standing({ archived: true, room: 'owner', type: 'public' }))).toBe(false);
  });
  it('moderators are above members and below owners', () => {
    expect(outranks(standing({ room: 'moderator' }), 'member')).toBe(true);
    expect(outranks(standing({ room: 'moderator' }), 'moderator')).toBe(false);
    expect(outranks(standing({ room: 'owner' }), 'owner')).toBe(true);
  });
});
