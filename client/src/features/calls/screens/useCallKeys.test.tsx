// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { draw } from '../../../test/page';
import type { CallState } from '../callState';
import { CallScreen } from './CallScreen';
import { callState, ownMedia, people, recorder, tile } from './test/callFixtures';

/** Renders a call beside a composer. @returns what was done, and a function that puts the call into another state */
async function call(over: Partial<CallState> = {}) {
  const { actions, done } = recorder();
  let set: (state: CallState) => void = () => undefined;
  function Page() {
    const [state, setState] = useState(() => callState(over));
    set = setState;
    return (
      <>
        <textarea aria-label="composer" />
        <div id="announcer" role="log" />
        <CallScreen
          state={state}
          actions={{
            ...actions,
            setMuted: (muted) => {
              actions.setMuted(muted);
              setState((before) => ({ ...before, own: { ...before.own, muted } }));
            },
          }}
          title="General"
        />
      </>
    );
  }
  await draw(<Page />, { users: people });
  return { done, become: (next: Partial<CallState>) => act(() => set(callState({ ...over, ...next }))) };
}

const stage = () => screen.getByRole('region', { name: 'Call: General' });
const muted = { own: ownMedia({ muted: true }) };
const space = { key: ' ', code: 'Space' };

it('Space talks while it is held, and repeats of the key do nothing', async () => {
  const { done } = await call(muted);
  fireEvent.keyDown(stage(), space);
  expect(done).toEqual([['setMuted', false]]);
  // Handled, or the page would scroll.
  expect(fireEvent.keyDown(stage(), { ...space, repeat: true })).toBe(false);
  fireEvent.keyUp(stage(), space);
  fireEvent.keyUp(stage(), space);
  expect(done).toEqual([
    ['setMuted', false],
    ['setMuted', true],
  ]);
});

it('talking ends when the window loses the focus, or the call ends', async () => {
  const { done, become } = await call(muted);
  fireEvent.keyDown(stage(), space);
  fireEvent.blur(window);
  expect(done.at(-1)).toEqual(['setMuted', true]);
  fireEvent.keyDown(stage(), space);
  expect(done.at(-1)).toEqual(['setMuted', false]);
  become({ phase: 'ended' });
  expect(done.at(-1)).toEqual(['setMuted', true]);
});

it.each<[string, Partial<CallState>, () => HTMLElement]>([
  ['in a text field', muted, () => screen.getByLabelText('composer')],
  ['on a button', muted, () => screen.getByRole('button', { name: 'Leave call' })],
  ['by who is not muted', {}, stage],
  ['before joining', { ...muted, phase: 'preview' }, stage],
])('Space pressed %s does not talk', async (_where, over, target) => {
  const { done } = await call(over);
  expect(fireEvent.keyDown(target(), space)).toBe(true);
  fireEvent.keyUp(target(), space);
  expect(done).toEqual([]);
});

it.each([
  ['M', ['setMuted', true]],
  ['O', ['setCamera', true]],
  ['E', ['setScreen', true]],
  ['K', ['setHand', true]],
  ['H', ['leave']],
])('Ctrl+Shift+%s works from the composer', async (key, expected) => {
  const { done } = await call();
  await userEvent.type(screen.getByLabelText('composer'), `{Control>}{Shift>}${key}{/Shift}{/Control}`);
  expect(done).toEqual([expected]);
});

it.each([
  ['m', ['setMuted', true]],
  ['v', ['setCamera', true]],
  ['h', ['setHand', true]],
])('%s alone works in the call, and is text in the composer', async (key, expected) => {
  const { done } = await call();
  await userEvent.type(screen.getByLabelText('composer'), key);
  expect(screen.getByLabelText<HTMLTextAreaElement>('composer').value).toBe(key);
  expect(done).toEqual([]);
  stage().focus();
  await userEvent.keyboard(key);
  expect(done).toEqual([expected]);
});

it('before joining there are keys for the microphone and the camera, and no others', async () => {
  const { done } = await call({ phase: 'preview' });
  for (const key of ['E', 'K', 'H', 'M', 'O'])
    await userEvent.keyboard(`{Control>}{Shift>}${key}{/Shift}{/Control}`);
  expect(done).toEqual([
    ['setMuted', true],
    ['setCamera', true],
  ]);
});

it.each<[string, Partial<CallState>, Partial<CallState>, string]>([
  ['joining', { phase: 'joining' }, {}, 'You joined the call'],
  ['a mute', {}, muted, 'You are muted'],
  ['an unmute', muted, {}, 'Your microphone is on'],
  ['a camera', {}, { own: ownMedia({ camera: true }) }, 'Your camera is on'],
  ['a screen', {}, { own: ownMedia({ screen: true }) }, 'You are sharing your screen'],
  ['a hand', {}, { own: ownMedia({ hand: true }) }, 'You raised your hand'],
  ['somebody new', { tiles: [tile('me')] }, { tiles: [tile('ana'), tile('me')] }, 'Ana joined'],
  ['somebody who goes', {}, { tiles: [tile('cy'), tile('me')] }, 'Ana left'],
  [
    'the hand of somebody',
    {},
    { tiles: [tile('ana', { hand: true }), tile('cy'), tile('me')] },
    'Ana raised a hand',
  ],
  [
    'the screen of somebody',
    {},
    { tiles: [tile('ana', { kind: 'screen', key: 's' }), tile('ana'), tile('cy'), tile('me')] },
    'Ana is sharing the screen',
  ],
  ['a reaction', {}, { reactions: [{ id: 1, legId: 'ana', emoji: '🎉' }] }, 'Ana reacted with 🎉'],
  [
    'two at once',
    {},
    { tiles: [tile('me')], own: ownMedia({ muted: true }) },
    'You are muted. Ana left. Cy left',
  ],
  ['the end', {}, { phase: 'ended' }, 'The call has ended'],
])('%s is announced', async (_what, before, after, text) => {
  const { become } = await call(before);
  become({ ...callState(), ...after });
  await waitFor(() => expect(screen.getByRole('log').textContent).toBe(text));
});

it('a hand that stays up is announced once', async () => {
  const up = { tiles: [tile('ana', { hand: true }), tile('cy'), tile('me')] };
  const { become } = await call(up);
  become({ ...up, ...muted });
  await waitFor(() => expect(screen.getByRole('log').textContent).toBe('You are muted'));
});

it('who moves to another device neither leaves nor joins', async () => {
  const { become } = await call();
  become({ tiles: [tile('ana', { key: 'other', legId: 'other' }), tile('cy'), tile('me')], ...muted });
  await waitFor(() => expect(screen.getByRole('log').textContent).toBe('You are muted'));
});
