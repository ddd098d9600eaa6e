// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { draw } from '../../../test/page';
import type { CallState, Tile } from '../callState';
import { CallScreen } from './CallScreen';
import { callState, people, recorder, tile } from './test/callFixtures';

/** Renders a call of Ana with these properties, Cy and oneself. */
async function withAna(ana: Partial<Tile>, over: Partial<CallState> = {}) {
  const { actions, done } = recorder();
  const state = callState({ tiles: [tile('ana', ana), tile('cy'), tile('me')], ...over });
  await draw(<CallScreen state={state} actions={actions} title="General" />, { users: people });
  return done;
}

const menuOf = (name: string) => screen.getByRole('button', { name: `Actions for ${name}`, hidden: true });
const entries = () => screen.getAllByRole('menuitem').map(({ textContent }) => textContent);

it.each<[Partial<Tile>, string]>([
  [{}, 'Ana'],
  [{ muted: true, hand: true }, 'Ana, muted, hand raised'],
  [{ speaking: true, quality: 3 }, 'Ana, speaking, Good connection'],
  [{ quality: 2 }, 'Ana, Fair connection'],
  [{ quality: 1 }, 'Ana, Poor connection'],
  [{ quality: 0 }, 'Ana, Connection unusable'],
  [{ link: 'connecting' }, 'Ana, Connecting…'],
  [{ link: 'reconnecting', quality: 3 }, 'Ana, Reconnecting…'],
  [{ link: 'failed' }, 'Ana, Connection lost'],
  [{ link: 'away' }, 'Ana, No connection to the server'],
  [{ kind: 'screen', key: 'ana:screen', muted: true }, 'Screen of Ana'],
  [{ userId: 'gone' }, 'Somebody'],
])('a tile with %j is "%s" for a screen reader', async (ana, name) => {
  await withAna(ana);
  expect(screen.getByRole('group', { name })).toBeDefined();
});

it.each<[Partial<Tile>, string]>([
  [{ link: 'connecting' }, 'Connecting…'],
  [{ link: 'reconnecting' }, 'Reconnecting…'],
  [{ link: 'failed' }, 'Connection lost'],
])('a tile with %j shows "%s"', async (ana, words) => {
  await withAna(ana);
  expect(screen.getByText(words)).toBeDefined();
});

it('the bars of a connection say in words how good it is', async () => {
  await withAna({ quality: 1 });
  expect(screen.getByTitle('Poor connection')).toBeDefined();
});

it('Enter makes a tile large, and small again', async () => {
  const done = await withAna({});
  screen.getByRole('button', { name: 'Spotlight: Ana' }).focus();
  await userEvent.keyboard('{Enter}');
  expect(done).toEqual([['setSpotlight', 'ana']]);
});

it('the large tile says that it is, and goes back', async () => {
  const done = await withAna({}, { spotlight: 'ana' });
  const large = screen.getByRole('button', { name: 'Remove spotlight: Ana', pressed: true });
  await userEvent.click(large);
  expect(done).toEqual([['setSpotlight', undefined]]);
});

it('who manages the call can mute and remove somebody', async () => {
  const done = await withAna({}, { mayManage: true });
  await userEvent.click(menuOf('Ana'));
  await waitFor(() => expect(entries()).toEqual(['Spotlight', 'Mute', 'Remove from call']));
  await userEvent.click(screen.getByRole('menuitem', { name: 'Mute' }));
  await userEvent.click(menuOf('Ana'));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove from call' }));
  expect(done).toEqual([
    ['muteOther', 'ana'],
    ['removeOther', 'ana'],
  ]);
});

it.each<[string, string, Partial<Tile>, boolean]>([
  ['somebody without the permission', 'Ana', {}, false],
  ['a manager on their own tile', 'You', {}, true],
  ['a manager on a screen', 'Screen of Ana', { kind: 'screen', key: 'ana:screen' }, true],
])('%s finds only the spotlight in the menu', async (_who, name, ana, mayManage) => {
  await withAna(ana, { mayManage });
  await userEvent.click(menuOf(name));
  await waitFor(() => expect(entries()).toEqual(['Spotlight']));
});

it('who is muted already cannot be muted, only removed', async () => {
  await withAna({ muted: true }, { mayManage: true });
  await userEvent.click(menuOf('Ana'));
  await waitFor(() => expect(entries()).toEqual(['Spotlight', 'Remove from call']));
});

it('a screen is shown whole, a face fills its tile, and one sees oneself as in a mirror', async () => {
  const video = document.createElement('canvas').captureStream().getVideoTracks()[0];
  const tiles = [
    tile('ana', { kind: 'screen', key: 's', video }),
    tile('cy', { video }),
    tile('me', { video }),
  ];
  await withAna({}, { tiles });
  const styles = ['Screen of Ana', 'Cy', 'You'].map((name) => {
    const { classList } = screen.getByRole('group', { name }).querySelector('video') ?? document.body;
    return ['object-contain', 'object-cover', '-scale-x-100'].filter((style) => classList.contains(style));
  });
  expect(styles).toEqual([['object-contain'], ['object-cover'], ['object-cover', '-scale-x-100']]);
});
