// @vitest-environment happy-dom
import type { MessageView } from '@parley/shared/messages';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { expect, it } from 'vitest';
import { member, message, room, roomState } from '../../test/build';
import { draw, type Given } from '../../test/page';
import { MessageToolbar } from './MessageToolbar';

const inRoom = (over: { room?: Parameters<typeof room>[0]; member?: Parameters<typeof member>[0] } = {}) => ({
  ...roomState({ roomId: 'r', headSeq: 9, readSeq: 9 }),
  room: room(over.room),
  member: member(over.member),
});

/** What a message offers: the buttons above it, and the entries of its menu in their order. */
async function offered(about: MessageView, given: Given) {
  const drawn = await draw(
    <Suspense>
      <MessageToolbar message={about} onOpenChange={() => undefined} />
    </Suspense>,
    given,
  );
  const toolbar = await screen.findByRole('toolbar');
  const buttons = within(toolbar)
    .getAllByRole('button')
    .map((button) => button.getAttribute('aria-label'));
  await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
  const menu = await screen.findByRole('menu');
  const entries = within(menu)
    .getAllByRole('menuitem')
    .map((item) => item.textContent);
  return { ...drawn, buttons, entries };
}

const mine = message(1, { authorId: 'me' });
const theirs = message(1, { authorId: 'ana' });
const forAll = ['Copy text', 'Copy link', 'Forward', 'Save for later'];

it('a member changes and deletes what they wrote', async () => {
  const { buttons, entries } = await offered(mine, { rooms: [inRoom()] });
  expect(buttons).toContain('Reply');
  expect(entries).toEqual(['Edit', ...forAll, 'Pin to room', 'Mark unread', 'Delete']);
});

it('a member neither changes nor deletes what another wrote', async () => {
  const { buttons, entries } = await offered(theirs, { rooms: [inRoom()] });
  expect(buttons).toContain('React with 👍');
  expect(entries).toEqual([...forAll, 'Pin to room', 'Mark unread', 'Report message']);
});

it.each([
  ['of the room', { rooms: [inRoom({ member: { role: 'moderator' } })] }],
  ['of the workspace', { me: { role: 'moderator' }, rooms: [inRoom()] }],
] satisfies [string, Given][])(
  'a moderator %s deletes what another wrote, and does not change it',
  async (_of, given) => {
    const { entries } = await offered(theirs, given);
    expect(entries).toEqual([...forAll, 'Pin to room', 'Mark unread', 'Report message', 'Delete']);
  },
);

it('nobody moderates a direct message', async () => {
  const direct = { room: { type: 'direct', name: '' }, member: { role: 'owner' } } as const;
  const { entries } = await offered(theirs, { rooms: [inRoom(direct)] });
  expect(entries).not.toContain('Delete');
});

it('an onlooker takes a message along, and leaves nothing in the room', async () => {
  const { buttons, entries } = await offered(theirs, { visited: [room()] });
  expect(buttons).toEqual(['More actions']);
  expect(entries).toEqual([...forAll, 'Report message']);
});

it('in an archived room one still deletes what one wrote', async () => {
  const { buttons, entries } = await offered(mine, { rooms: [inRoom({ room: { archived: true } })] });
  expect(buttons).toEqual(['More actions']);
  expect(entries).toEqual([...forAll, 'Mark unread', 'Delete']);
});

it('a message that was changed shows its versions; files without words have none to copy', async () => {
  const changed = message(1, { authorId: 'ana', text: '', editedAt: '2026-01-01T10:00:00.000Z' });
  const { entries } = await offered(changed, { rooms: [inRoom()] });
  expect(entries).toContain('Earlier versions');
  expect(entries).not.toContain('Copy text');
});

it('a poll is closed, and not edited, by its author', async () => {
  const options = [{ optionId: '1', text: 'Pizza', votes: 0 }];
  const open = { multiple: false, anonymous: false, voters: 0, closesAt: null, closedAt: null };
  const poll = { kind: 'poll', question: 'Lunch?', options, ...open } as const;
  const { entries } = await offered({ ...mine, text: '', parts: [poll] }, { rooms: [inRoom()] });
  expect(entries).toContain('Close poll');
  expect(entries).not.toContain('Edit');
});

it('Delete asks before, and with Shift it does not', async () => {
  const { dialogs, requests } = await offered(mine, { rooms: [inRoom()] });
  await userEvent.click(screen.getByRole('menuitem', { name: 'Delete' }));
  expect(dialogs).toEqual([{ kind: 'deleteMessage', message: mine }]);
  expect(requests).toEqual([]);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'More actions' }));
  await user.keyboard('{Shift>}');
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  expect(dialogs).toHaveLength(1);
  await waitFor(() => expect(requests).toEqual(['DELETE /messages/m1']));
});
