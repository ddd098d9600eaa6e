import { formOf, matchName, matchNames } from '@parley/shared/nameMatch';
import type { State } from '../../core/store';
import { emojiNames, loadEmojiNames } from '../emoji/public/emojiNames';
import { formsOf } from '../people/public/nameForms';
import { allowed } from '../../core/rooms/select';
import { isReachable } from '../../core/state/people';
import { otherPerson } from '../../core/rooms/names';
import type { Completing } from './completion';
import { t } from './text/text';

export interface Choice {
  key: string;
  label: string;
  detail: string;
  insert: string;
  /** The text typed is the start of its name, so that Enter may take it without moving to it. */
  meant: boolean;
  /** Its icon: a person's picture, an emoji, or the sign of its kind. */
  picture: { userId: string } | { emoji: string } | 'room' | 'command' | 'everybody';
}

const MOST = 8;

/** Last contact with each person: in a direct message, or by their messages in this room. ISO times by user id. */
function lastMet(state: State, roomId: string): Map<string, string> {
  const met = new Map<string, string>();
  const myId = state.session.me?.userId ?? '';
  const at = (userId: string, time: string): void => {
    if (time > (met.get(userId) ?? '')) met.set(userId, time);
  };
  for (const { room, lastMessageAt } of Object.values(state.rooms.byId))
    if (room.type === 'direct' && lastMessageAt) at(otherPerson(room, myId), lastMessageAt);
  for (const { authorId, createdAt } of state.timelines.byRoom[roomId]?.messages ?? [])
    at(authorId, createdAt);
  return met;
}

function people(state: State, query: string, roomId: string): Choice[] {
  const typed = formOf(query);
  const { users } = state.people;
  const met = lastMet(state, roomId);
  const members = state.rooms.members[roomId] ?? {};
  const myId = state.session.me?.userId;
  // A group calls many.
  const callsAll = allowed(state, roomId, 'mentionRoom');
  // `@ana may`: `@ana` is complete, and what follows may be text.
  const [first = '', ...others] = query.toLowerCase().split(' ');
  const called =
    others.length > 0 && Object.values(users.entities).some(({ username }) => username === first);
  return Object.values(users.entities)
    .flatMap((user) => {
      const offered = isReachable(user) || (callsAll && user.group === true && user.erased !== true);
      const rank = offered ? matchNames(formsOf(user), typed) : undefined;
      if (rank === undefined) return [];
      const near =
        user.userId === myId ? 3 : met.has(user.userId) ? 0 : members[user.userId]?.present ? 1 : 2;
      return [{ user, exact: rank === 0 ? 0 : 1, near, time: met.get(user.userId) ?? '', rank }];
    })
    .sort(
      (a, b) =>
        a.exact - b.exact ||
        a.near - b.near ||
        b.time.localeCompare(a.time) ||
        a.rank - b.rank ||
        a.user.displayName.localeCompare(b.user.displayName),
    )
    .slice(0, MOST)
    .map(({ user }) => ({
      key: user.userId,
      label: user.displayName,
      detail: `@${user.username}`,
      insert: `@${user.username}`,
      meant: typed.whole !== '' && !called,
      picture: user.group === true ? 'everybody' : { userId: user.userId },
    }));
}

const calls = (query: string): Choice[] =>
  [
    { name: 'here', detail: t('composer.callsHere') },
    { name: 'room', detail: t('composer.callsRoom') },
  ]
    .filter(({ name }) => name.startsWith(query.toLowerCase()))
    .map(({ name, detail }) => ({
      key: name,
      label: `@${name}`,
      detail,
      insert: `@${name}`,
      meant: query !== '',
      picture: 'everybody',
    }));

function rooms(state: State, query: string): Choice[] {
  const typed = formOf(query);
  return Object.values(state.rooms.byId)
    .flatMap(({ room, lastMessageAt }) => {
      const named = (room.type === 'public' || room.type === 'private') && !room.archived;
      const rank = named ? matchName(formOf(room.name), typed) : undefined;
      return rank === undefined ? [] : [{ room, rank, time: lastMessageAt ?? '' }];
    })
    .sort((a, b) => a.rank - b.rank || b.time.localeCompare(a.time))
    .slice(0, MOST)
    .map(({ room, rank }) => ({
      key: room.roomId,
      label: room.name,
      detail: room.topic,
      insert: `#${room.name.toLowerCase().replace(/\s+/gu, '-')}`,
      // "We are #1" and "fixes #12" are sentences, unless a room has that very name.
      meant: typed.whole !== '' && (rank === 0 || !/^\d+$/.test(query)),
      picture: 'room',
    }));
}

function emoji(query: string): Choice[] | Promise<Choice[]> {
  const found = ({ searchEmoji }: typeof import('../emoji/public/emojiData')): Choice[] =>
    searchEmoji(query, MOST).map(({ unicode, shortcode }) => ({
      key: unicode,
      label: `:${shortcode}:`,
      detail: '',
      insert: unicode,
      meant: shortcode.startsWith(query),
      picture: { emoji: unicode },
    }));
  const names = emojiNames();
  return names ? found(names) : loadEmojiNames().then(found);
}

async function commands(query: string): Promise<Choice[]> {
  const { slashCommands } = await import('./slashCommands');
  return slashCommands
    .filter(({ name }) => name.startsWith(query))
    .map(({ name, takes, does }) => ({
      key: name,
      label: takes === '' ? `/${name}` : `/${name} ${takes}`,
      detail: does,
      insert: `/${name}`,
      // A command typed whole is run by Enter.
      meant: query !== '' && name !== query,
      picture: 'command',
    }));
}

/** The choices for the sign and the letters typed, best first. */
export function choicesOf(
  state: State,
  { kind, query }: Pick<Completing, 'kind' | 'query'>,
  roomId: string,
): Choice[] | Promise<Choice[]> {
  switch (kind) {
    case 'person':
      return [
        ...people(state, query, roomId),
        ...(allowed(state, roomId, 'mentionRoom') ? calls(query) : []),
      ].slice(0, MOST);
    case 'room':
      return rooms(state, query);
    case 'emoji':
      return emoji(query);
    case 'command':
      return commands(query);
  }
}
