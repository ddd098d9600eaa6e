// @vitest-environment happy-dom
import { refusal } from '@parley/shared/refusals';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { membershipChanged } from '../core/state/rooms';
import { me, member, room, roomState } from '../test/build';
import { draw, type Given } from '../test/page';
import { RoomFooter } from './RoomFooter';

const footer = (given: Given) => draw(<RoomFooter roomId="r" />, given);
const own = (over: Parameters<typeof room>[0] = {}) => ({
  ...roomState({ roomId: 'r', headSeq: 0, readSeq: 0 }),
  room: room(over),
});
const box = () => screen.queryByRole('textbox');
const joining = () => screen.queryByRole('button', { name: 'Join' });
const archived = 'This room is archived. You can read it, but not write in it.';

it('a member writes in a room', async () => {
  await footer({ rooms: [own()] });
  expect(box()?.getAttribute('aria-label')).toBe('Message #r');
  expect(joining()).toBeNull();
});

it.each([
  ['a member', { rooms: [own({ archived: true })] }],
  ['an onlooker', { visited: [room({ archived: true })] }],
])('%s of an archived room reads why nobody writes in it', async (_who, given) => {
  await footer(given);
  await screen.findByText(archived);
  expect(box() ?? joining()).toBeNull();
});

it('an onlooker joins, and then writes', async () => {
  const answers = { 'POST /rooms/r/join': () => room({ version: 2 }) };
  const { store, requests } = await footer({ visited: [room()], answers });
  await screen.findByText('You are previewing this room. Join it to write.');
  expect(box()).toBeNull();
  await userEvent.click(await screen.findByRole('button', { name: 'Join' }));
  await waitFor(() => expect(requests).toEqual(['POST /rooms/r/join']));
  const { headSeq, headRev, uncounted } = own();
  const joined = { member: member(), room: room({ version: 2 }), headSeq, headRev, uncounted };
  act(() => void store.dispatch(membershipChanged(joined)));
  expect(box()?.getAttribute('aria-label')).toBe('Message #r');
  expect(joining()).toBeNull();
});

it('an onlooker who may not join reads why', async () => {
  const refused = () => {
    throw refusal('rooms.forbidden');
  };
  await footer({ visited: [room()], answers: { 'POST /rooms/r/join': refused } });
  await userEvent.click(await screen.findByRole('button', { name: 'Join' }));
  await screen.findByText('You do not have permission to do this in this room.');
  expect(joining()).not.toBeNull();
});

it.each([
  ['whose account is deactivated', false],
  ['who is here', true],
])('writing to somebody %s', async (_who, active) => {
  const direct = own({ type: 'direct', name: '', memberIds: ['me', 'ana'] });
  await footer({ rooms: [direct], users: [{ ...me(), userId: 'ana', displayName: 'Ana', active }] });
  const left = 'Ana has left: the account is deactivated. Messages you send here reach nobody.';
  expect(screen.queryByRole('note')?.textContent).toBe(active ? undefined : left);
  expect(box()).not.toBeNull();
});

it('nothing stands below a room that is not known', async () => {
  await footer({});
  expect(box() ?? joining() ?? screen.queryByRole('paragraph')).toBeNull();
});
