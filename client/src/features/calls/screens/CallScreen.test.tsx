// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it, onTestFinished } from 'vitest';
import { draw } from '../../../test/page';
import type { CallState, OwnMedia } from '../callState';
import { CallScreen } from './CallScreen';
import { callOf, callState, ownMedia, people, recorder, tile } from './test/callFixtures';

/** Renders a call. */
async function stage(over: Partial<CallState> = {}) {
  const { actions, done } = recorder();
  const onNetworkTest = () => void done.push(['test']);
  await draw(
    <CallScreen state={callState(over)} actions={actions} title="General" onNetworkTest={onNetworkTest} />,
    { users: people },
  );
  return done;
}

const button = (name: string) => screen.getByRole('button', { name });

it.each<[Partial<OwnMedia>, string, unknown[]]>([
  [{ muted: false }, 'Mute', ['setMuted', true]],
  [{ muted: true }, 'Unmute', ['setMuted', false]],
  [{ camera: false }, 'Turn on camera', ['setCamera', true]],
  [{ camera: true }, 'Turn off camera', ['setCamera', false]],
  [{ screen: false }, 'Share screen', ['setScreen', true]],
  [{ screen: true }, 'Stop sharing', ['setScreen', false]],
  [{ hand: false }, 'Raise hand', ['setHand', true]],
  [{ hand: true }, 'Lower hand', ['setHand', false]],
  [{}, 'Leave call', ['leave']],
  [{}, 'Minimise the call', ['setMinimised', true]],
  [{}, 'Speaker view', ['setLayout', 'speaker']],
])('with %j the button "%s" does it', async (own, name, expected) => {
  const done = await stage({ own: ownMedia(own) });
  await userEvent.click(button(name));
  expect(done).toEqual([expected]);
});

it('reactions open above the toolbar, and several can be sent', async () => {
  const done = await stage();
  await userEvent.click(button('Reactions'));
  await userEvent.click(await screen.findByRole('button', { name: 'React with 🎉' }));
  await userEvent.click(button('React with 👏'));
  expect(done).toEqual([
    ['react', '🎉'],
    ['react', '👏'],
  ]);
});

it('a browser that cannot share the screen does not offer it', async () => {
  await stage({ own: ownMedia({ canShareScreen: false }) });
  expect(screen.queryByRole('button', { name: 'Share screen' })).toBeNull();
});

it('a browser without picture-in-picture does not offer it', async () => {
  await stage();
  expect(screen.queryByRole('button', { name: 'Picture-in-picture' })).toBeNull();
});

it('on a phone what has no place in the toolbar is behind More', async () => {
  const { happyDOM } = window as unknown as { happyDOM: { setViewport: (size: { width: number }) => void } };
  happyDOM.setViewport({ width: 390 });
  onTestFinished(() => happyDOM.setViewport({ width: 1024 }));
  const done = await stage();
  expect(screen.queryByRole('button', { name: 'Share screen' })).toBeNull();
  await userEvent.click(button('More'));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Raise hand' }));
  await userEvent.click(button('More'));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Devices' }));
  expect(within(await screen.findByRole('dialog')).getByLabelText('Microphone')).toBeDefined();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(done).toEqual([['setHand', true]]);
});

it.each<[Partial<CallState>, string, string, unknown[]]>([
  [{ soundBlocked: true }, 'The browser holds back the sound', 'Play sound', ['playSound']],
  [{ stuck: true }, 'Nothing arrives from the others', 'Test the network', ['test']],
  [{ stuck: true, unreachable: true }, 'The media server cannot be reached', 'Test the network', ['test']],
  [{ elsewhere: true }, 'You are in a call on another device', 'Move here', ['join', { move: true }]],
  [{ failure: 'This call is full.' }, 'This call is full.', 'Dismiss', ['dismissFailure']],
])('what is wrong is said, with what to do: %j', async (over, sentence, name, expected) => {
  const done = await stage(over);
  expect(screen.getByText(new RegExp(sentence)).closest('[aria-live="polite"]')).not.toBeNull();
  await userEvent.click(button(name));
  expect(done).toEqual([expected]);
});

it('a lost connection to the server is said, and the call goes on', async () => {
  await stage({ phase: 'offline' });
  expect(screen.getByText('Connection to the server is lost. The call goes on.')).toBeDefined();
  expect(screen.getByRole('group', { name: 'Ana' })).toBeDefined();
});

it('a black screen warns who shares it', async () => {
  await stage({ own: ownMedia({ screen: true, screenBlack: true }) });
  expect(screen.getByText(/nothing but black of what you share/)).toBeDefined();
});

it('in a running call the notice of a device can be put away', async () => {
  await stage({ own: ownMedia({ faults: { mic: 'denied' } }) });
  await userEvent.click(button('Dismiss'));
  expect(screen.queryByText(/microphone is blocked/)).toBeNull();
});

it.each([
  ['ringing', 'Calling Ana…'],
  ['declined', 'Ana declined the call.'],
  ['busy', 'Ana is in another call.'],
  ['missed', 'Ana did not answer.'],
] as const)('alone in a call to Ana, one sees that it is %s', async (state, sentence) => {
  const call = callOf(['me'], { answeredAt: null, invited: [{ userId: 'ana', state }] });
  await stage({ call, tiles: [tile('me')] });
  expect(screen.getByRole('status').textContent).toBe(sentence);
  expect(screen.queryByRole('timer')).toBeNull();
});

it('who came is shown, whatever became of ringing for others', async () => {
  const call = callOf(['ana', 'me'], { invited: [{ userId: 'cy', state: 'declined' }] });
  await stage({ call, tiles: [tile('ana'), tile('me')] });
  expect(screen.getByRole('group', { name: 'Ana' })).toBeDefined();
  expect(screen.queryByText('Cy declined the call.')).toBeNull();
});

it('made small, it gives the focus back to the composer', async () => {
  const { actions } = recorder();
  function Page() {
    const [minimised, setMinimised] = useState(false);
    return (
      <>
        <textarea id="composer" />
        <CallScreen state={callState({ minimised })} actions={{ ...actions, setMinimised }} title="General" />
      </>
    );
  }
  await draw(<Page />, { users: people });
  expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Call: General' }));
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement?.id).toBe('composer');
});

it('alone in the call of a room, one sees that nobody is there', async () => {
  await stage({ tiles: [tile('me')] });
  expect(screen.getByRole('status').textContent).toBe('Nobody else is here yet.');
});

it('Escape makes it small, and closes a menu first', async () => {
  const done = await stage();
  await userEvent.click(button('Reactions'));
  await screen.findByRole('button', { name: 'React with 👍' });
  await userEvent.keyboard('{Escape}');
  expect(done).toEqual([]);
  screen.getByRole('region', { name: 'Call: General' }).focus();
  await userEvent.keyboard('{Escape}');
  expect(done).toEqual([['setMinimised', true]]);
});

it('the small window shows who speaks, and opens the call', async () => {
  const done = await stage({
    minimised: true,
    tiles: [tile('ana'), tile('cy', { speaking: true }), tile('me')],
  });
  const small = within(screen.getByRole('region', { name: 'Call: General' }));
  expect(small.getByText('Cy')).toBeDefined();
  expect(small.queryByText('Ana')).toBeNull();
  for (const name of ['Mute', 'Open the call', 'Leave call']) await userEvent.click(button(name));
  expect(done).toEqual([['setMuted', true], ['setMinimised', false], ['leave']]);
});

it('a call that has ended says so, and why', async () => {
  const done = await stage({ phase: 'ended', failure: 'The room was archived.' });
  expect(screen.getByText('The call has ended')).toBeDefined();
  expect(screen.getByText('The room was archived.')).toBeDefined();
  await userEvent.click(button('Close'));
  expect(done).toEqual([['leave']]);
});
