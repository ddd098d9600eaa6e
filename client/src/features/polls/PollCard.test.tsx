// @vitest-environment happy-dom
import { refusal } from '@parley/shared/refusals';
import type { PollPart } from '@parley/shared/polls/poll';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { message, room, roomState } from '../../test/build';
import { draw, type Given } from '../../test/page';
import Toast from '../../ui/Toast';
import { PollCard } from './PollCard';

const ROUTE = '/messages/m1/poll/vote';
const [A_WEEK_AGO, IN_A_WEEK] = [-7, 7].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());

const poll = (over: Partial<PollPart> = {}): PollPart => ({
  kind: 'poll',
  question: 'Lunch?',
  options: [
    { optionId: '1', text: 'Pizza', votes: 2 },
    { optionId: '2', text: 'Noodles', votes: 1 },
  ],
  multiple: false,
  anonymous: false,
  voters: 3,
  closesAt: null,
  closedAt: null,
  ...over,
});

const member = { rooms: [roomState({ roomId: 'r', headSeq: 1, readSeq: 1 })] };

/** Renders a poll for a person with this vote. */
function card(part: PollPart, voted: string[], given: Given = member) {
  const answers = { [`GET ${ROUTE}`]: () => ({ optionIds: voted }), [`PUT ${ROUTE}`]: () => undefined };
  const about = message(1, { text: '', parts: [part] });
  const element = (
    <>
      <PollCard message={about} part={part} />
      <Toast />
    </>
  );
  return draw(element, { ...given, answers: { ...answers, ...given.answers } });
}

const option = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) });
/** Waits until these options are marked as one's own. */
const chosen = (names: string[]) =>
  waitFor(() => {
    const pressed = screen.queryAllByRole('button', { pressed: true });
    expect(pressed.map(({ textContent }) => /^\w+/.exec(textContent)?.[0])).toEqual(names);
  });
const votesFor = (...optionIds: string[]) => `PUT ${ROUTE} ${JSON.stringify({ optionIds })}`;
const puts = (requests: string[]) => requests.filter((request) => request.startsWith('PUT'));

it.each([
  { of: 'the first vote', voted: [], pick: 'Pizza', multiple: false, ids: ['1'], now: ['Pizza'] },
  { of: 'another choice', voted: ['1'], pick: 'Noodles', multiple: false, ids: ['2'], now: ['Noodles'] },
  { of: 'the same choice again', voted: ['1'], pick: 'Pizza', multiple: false, ids: [], now: [] },
  {
    of: 'one more of several',
    voted: ['1'],
    pick: 'Noodles',
    multiple: true,
    ids: ['1', '2'],
    now: ['Pizza', 'Noodles'],
  },
])('$of is sent and marked', async ({ voted, pick, multiple, ids, now }) => {
  const { requests } = await card(poll({ multiple }), voted);
  expect(screen.getByText(multiple ? 'Choose one or more options' : 'Choose one option')).toBeDefined();
  await chosen(voted.map(() => 'Pizza'));
  await userEvent.click(option(pick));
  await chosen(now);
  await waitFor(() => expect(puts(requests)).toEqual([votesFor(...ids)]));
});

it('an option says how many chose it, and whether one is among them', async () => {
  await card(poll(), ['2']);
  await chosen(['Noodles']);
  expect(option('Pizza').textContent).toContain(', 2 votes, 67 percent67%');
  expect(option('Noodles').textContent).toContain(', 1 vote, 33 percent, your vote');
});

it('a vote that is refused is taken back, and says why', async () => {
  const refused = () => {
    throw refusal('rooms.archived');
  };
  await card(poll(), ['1'], { ...member, answers: { [`PUT ${ROUTE}`]: refused } });
  await chosen(['Pizza']);
  await userEvent.click(option('Noodles'));
  await screen.findByText('Your vote was not saved. This room is archived.');
  await chosen(['Pizza']);
});

it.each([
  ['by somebody', { closedAt: A_WEEK_AGO ?? '' }],
  ['by its time', { closesAt: A_WEEK_AGO ?? '' }],
])('a poll that was closed %s takes no votes, and marks the one there was', async (_how, closed) => {
  const { requests } = await card(poll(closed), ['2']);
  await chosen(['Noodles']);
  expect(screen.getByText('3 people voted · Closed')).toBeDefined();
  expect(screen.queryByText('Choose one option')).toBeNull();
  await userEvent.click(option('Pizza'));
  expect(option('Pizza').getAttribute('aria-disabled')).toBe('true');
  await chosen(['Noodles']);
  expect(puts(requests)).toEqual([]);
});

it('a poll closes on the screen when its time comes', async () => {
  await card(poll({ closesAt: new Date(Date.now() + 300).toISOString() }), []);
  await screen.findByText('3 people voted · Closed');
  expect(option('Pizza').getAttribute('aria-disabled')).toBe('true');
});

it('who voted for what is shown of an open poll, and of no anonymous one', async () => {
  const { dialogs } = await card(poll({ closesAt: IN_A_WEEK ?? '' }), []);
  await userEvent.click(screen.getByRole('button', { name: 'View votes' }));
  expect(dialogs).toMatchObject([{ kind: 'pollVotes', message: { messageId: 'm1' } }]);
});

it('an anonymous poll says so, and shows nobody', async () => {
  await card(poll({ anonymous: true }), []);
  expect(screen.getByText('3 people voted · Anonymous')).toBeDefined();
  expect(screen.queryByRole('button', { name: 'View votes' })).toBeNull();
});

it('an onlooker sees the counts, and cannot vote', async () => {
  const { requests } = await card(poll(), ['1'], { visited: [room()] });
  await userEvent.click(option('Pizza'));
  expect(option('Pizza').getAttribute('aria-disabled')).toBe('true');
  await chosen([]);
  expect(requests).toEqual([]);
});
