// @vitest-environment happy-dom
import type { RoomState } from '@parley/shared/sync';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { selectSidebar } from '../../core/rooms/select';
import { presenceChanged } from '../../core/state/people';
import { useAppSelector } from '../../core/store';
import { member, message, room, roomState } from '../../test/build';
import { draw } from '../../test/page';
import { draftsForgotten, saveDraft } from '../drafts/public/drafts';
import { saveUnfinished, unfinishedForgotten } from '../drafts/public/unfinished';
import { SidebarRow } from './SidebarRow';

afterEach(() => {
  draftsForgotten();
  unfinishedForgotten();
});

/** The row of the one room there is. */
function Row({ active = false }: { active?: boolean }) {
  const { rooms, direct } = useAppSelector(selectSidebar);
  return [...rooms, ...direct].map((item) => <SidebarRow key={item.title} item={item} active={active} />);
}

/** A room with unread messages, and mentions among them. */
const unread = (count: number, mentions = 0, muted = false): RoomState => ({
  ...roomState({ roomId: 'r', headSeq: count, readSeq: 0 }),
  member: member({ muted }),
  mentionSeqs: Array.from({ length: mentions }, (_, i) => i + 1),
});

/** The accessible name of the row, and its visible mark. */
function shown() {
  const link = screen.getByRole('link');
  const count = within(link).queryByText(/^\d+\+?$/)?.textContent;
  return {
    name: link.textContent.replace(/\d*\+?$/, ''),
    mark: count ?? link.querySelector('svg[aria-label]')?.getAttribute('aria-label') ?? undefined,
  };
}

it.each([
  { of: 'nothing new', given: unread(0), name: 'r', mark: undefined },
  { of: 'unread messages', given: unread(3), name: 'r, 3 unread', mark: '3' },
  { of: 'more than a hundred', given: unread(100), name: 'r, 100 unread', mark: '99+' },
  { of: 'a mention among them', given: unread(3, 1), name: 'r, 3 unread, 1 mention', mark: '1' },
  { of: 'a muted room', given: unread(3, 0, true), name: 'r, 3 unread, muted', mark: undefined },
  {
    of: 'a mention in a muted room',
    given: unread(3, 2, true),
    name: 'r, 3 unread, 2 mentions, muted',
    mark: '2',
  },
])('a row of $of', async ({ given, name, mark }) => {
  await draw(<Row />, { rooms: [given] });
  expect(shown()).toEqual({ name, mark });
});

it('the room one is in has no mark', async () => {
  saveDraft('r', 'half a sen');
  await draw(<Row active />, { rooms: [unread(3)] });
  expect(shown()).toEqual({ name: 'r, 3 unread', mark: undefined });
  expect(screen.getByRole('link').getAttribute('aria-current')).toBe('page');
});

it('a draft is marked where nothing is unread, and an edit before it', async () => {
  await draw(<Row />, { rooms: [unread(0)] });
  act(() => saveDraft('r', 'half a sen'));
  expect(shown().mark).toBe('Draft');
  act(() => saveUnfinished('r', { edit: { message: message(1), text: 'mended' } }));
  expect(shown().mark).toBe('Edit in progress');
});

it('unread messages take the place of a draft', async () => {
  saveDraft('r', 'half a sen');
  await draw(<Row />, { rooms: [unread(2)] });
  expect(shown().mark).toBe('2');
});

it('a direct message has the presence of the other person', async () => {
  const given = { ...unread(0), room: room({ type: 'direct', name: '', memberIds: ['me', 'ana'] }) };
  const { store } = await draw(<Row />, { rooms: [given] });
  expect(shown().name).toMatch(/, offline$/);
  act(() => void store.dispatch(presenceChanged({ userId: 'ana', presence: 'away' })));
  expect(shown().name).toMatch(/, away$/);
});

it('its menu marks as read only what is unread', async () => {
  await draw(<Row />, { rooms: [unread(2)] });
  await userEvent.hover(screen.getByRole('link'));
  const open = async () => userEvent.click(await screen.findByRole('button', { name: 'Actions for r' }));
  await open();
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Mark as read' }));
  await screen.findByRole('link', { name: 'r' });
  expect(shown().mark).toBeUndefined();
  await open();
  const entries = await screen.findAllByRole('menuitem');
  expect(entries.map(({ textContent }) => textContent)).toEqual(['Add to favourites', 'Mute']);
});
