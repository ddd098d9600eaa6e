// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { draw } from '../../../test/page';
import type { CallState, OwnMedia } from '../callState';
import { CallScreen } from './CallScreen';
import { callOf, callState, ownMedia, people, recorder } from './test/callFixtures';

/** Renders the preview of a call. */
async function preview(over: Partial<CallState> = {}) {
  const { actions, done } = recorder();
  const state = callState({ phase: 'preview', tiles: [], ...over });
  await draw(<CallScreen state={state} actions={actions} title="General" />, { users: people });
  return done;
}

const button = (name: string) => screen.getByRole('button', { name });

it.each<[string, OwnMedia['faults'], RegExp]>([
  ['a blocked microphone', { mic: 'denied' }, /microphone is blocked.*Allow it.*address/],
  ['no microphone', { mic: 'none' }, /No microphone was found. You can join and listen/],
  ['a microphone in use', { mic: 'inUse' }, /Another program is using your microphone/],
  ['a microphone that fails', { mic: 'other' }, /microphone could not be started/],
  ['a browser without microphones', { mic: 'unsupported' }, /cannot use a microphone/],
  ['a blocked camera', { camera: 'denied' }, /camera is blocked.*Allow it.*address/],
  ['no camera', { camera: 'none' }, /No camera was found. You can join without/],
  ['a camera in use', { camera: 'inUse' }, /Another program is using your camera/],
])('with %s one learns what to do, and can join', async (_what, faults, sentence) => {
  const done = await preview({ own: ownMedia({ faults, muted: true }) });
  expect(screen.getByText(sentence).closest('[aria-live="polite"]')).not.toBeNull();
  expect(screen.queryByRole('button', { name: 'Dismiss' })).toBeNull();
  await userEvent.click(button('Join call'));
  expect(done).toEqual([['join']]);
});

it('a call that there is not yet is started', async () => {
  const done = await preview({ call: undefined });
  expect(screen.getByRole('heading', { name: 'Start a call' })).toBeDefined();
  await userEvent.click(button('Start call'));
  await userEvent.click(button('Cancel'));
  expect(done).toEqual([['join'], ['leave']]);
});

it.each([
  [['ana'], 'Ana is in the call'],
  [['ana', 'cy'], 'Ana and Cy are in the call'],
  [['ana', 'cy', 'ana'], 'Ana and Cy are in the call'],
])('it says that %s are in the call', async (userIds, sentence) => {
  await preview({ call: callOf(userIds) });
  expect(screen.getByText(sentence)).toBeDefined();
});

it('who is in a call elsewhere moves here', async () => {
  const done = await preview({ elsewhere: true, failure: 'You are in a call already.' });
  expect(screen.getByText('You are in a call on another device or tab.')).toBeDefined();
  expect(screen.queryByText('You are in a call already.')).toBeNull();
  await userEvent.click(button('Move here'));
  expect(done).toEqual([['join', { move: true }]]);
});

it('one can join muted, with a camera, and with other devices', async () => {
  const devices = {
    audioinput: [
      { deviceId: 'a', label: 'built-in' },
      { deviceId: 'b', label: '' },
    ],
    videoinput: [{ deviceId: 'v', label: 'webcam' }],
    audiooutput: [],
  };
  const own = ownMedia({ devices, chosen: { audioinput: 'a', videoinput: 'gone', audiooutput: '' } });
  const done = await preview({ own });
  await userEvent.click(button('Mute'));
  await userEvent.click(button('Turn on camera'));
  await userEvent.selectOptions(screen.getByLabelText('Microphone'), 'Device 2');
  expect(done).toEqual([
    ['setMuted', true],
    ['setCamera', true],
    ['choose', 'audioinput', 'b'],
  ]);
  // A camera that was unplugged is not shown as if it were in use.
  expect(screen.getByLabelText<HTMLSelectElement>('Camera').selectedOptions[0]?.text).toBe('Default');
  expect(screen.getByLabelText<HTMLSelectElement>('Speaker').disabled).toBe(true);
  expect(screen.getByRole('meter', { name: 'Microphone level' }).getAttribute('aria-valuenow')).toBe('50');
});

it('there is no picker for a speaker that cannot be chosen', async () => {
  await preview({ own: ownMedia({ canChooseSpeaker: false }) });
  expect(screen.queryByLabelText('Speaker')).toBeNull();
});
