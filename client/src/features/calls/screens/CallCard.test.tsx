// @vitest-environment happy-dom
import type { CallPart } from '@parley/shared/calls/call';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { message } from '../../../test/build';
import { draw } from '../../../test/page';
import { CallCard } from './CallCard';
import { JoinBar } from './JoinBar';
import { NoSecureContext } from './NoSecureContext';
import { people } from './test/callFixtures';

const part = (over: Partial<CallPart>): CallPart => ({
  kind: 'call',
  callId: 'c',
  state: 'ended',
  people: 4,
  seconds: 1380,
  ...over,
});

it.each<[Partial<CallPart>, string, string]>([
  [{}, 'ana', 'Call · 4 people · 23 min'],
  [{ people: 2, seconds: 3900 }, 'ana', 'Call · 2 people · 1 h 5 min'],
  [{ people: 1, seconds: 0 }, 'ana', 'Call · 1 person'],
  [{ state: 'live' }, 'ana', 'Call started'],
  [{ state: 'missed' }, 'ana', 'Missed call'],
  [{ state: 'missed' }, 'me', 'No answer'],
  [{ state: 'declined' }, 'ana', 'Declined call'],
])('a call %j by %s reads "%s"', async (over, authorId, name) => {
  await draw(<CallCard message={message(1, { authorId })} part={part(over)} onJoin={() => undefined} />);
  expect(screen.getByRole('region', { name })).toBeDefined();
});

it('a running call can be joined from its card, one that has ended cannot', async () => {
  const joined: string[] = [];
  const card = (callId: string, state: CallPart['state']) => (
    <CallCard message={message(1)} part={part({ callId, state })} onJoin={() => joined.push(callId)} />
  );
  await draw([<div key="1">{card('live', 'live')}</div>, <div key="2">{card('over', 'ended')}</div>]);
  for (const button of screen.getAllByRole('button', { name: 'Join call' })) await userEvent.click(button);
  expect(joined).toEqual(['live']);
});

it('above a room one sees how many are in the call, and joins or dismisses it', async () => {
  const done: string[] = [];
  const bar = (
    <JoinBar people={['ana', 'cy']} onJoin={() => done.push('join')} onDismiss={() => done.push('dismiss')} />
  );
  await draw(bar, { users: people });
  expect(screen.getByRole('region', { name: 'Call in progress' }).textContent).toContain(
    '2 people in the call',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Join call' }));
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(done).toEqual(['join', 'dismiss']);
});

it.each([
  ['insecure', 'Calls need HTTPS', /https:\/\//],
  ['unsupported', 'This browser cannot make calls', /WebRTC/],
] as const)('why there are no calls is explained: %s', async (reason, title, hint) => {
  await draw(<NoSecureContext reason={reason} onClose={() => undefined} />);
  expect(screen.getByRole('dialog', { name: title }).textContent).toMatch(hint);
});
