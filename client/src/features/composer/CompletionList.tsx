import { Hash, Megaphone, Slash } from 'lucide-react';
import type { State } from '../../app/store';
import { Avatar } from '../../ui/Avatar';
import { classes } from '../../ui/classes';
import type { Completing } from './completion';
import { isReachable } from '../people/people.state';
import { t } from '../../text/later';

export interface Choice {
  key: string;
  label: string;
  detail: string;
  insert: string;
  /** What stands in front of it: a person's picture, an emoji, or the sign of its kind. */
  picture: { userId: string } | { emoji: string } | 'room' | 'command' | 'everybody';
}

const MOST = 8;

const people = ({ people: { users } }: State, query: string): Choice[] =>
  Object.values(users.entities)
    .filter(
      (user) =>
        isReachable(user) &&
        (user.username.startsWith(query) ||
          user.displayName
            .toLowerCase()
            .split(/\s+/u)
            .some((word) => word.startsWith(query))),
    )
    .sort((a, b) => a.displayName.localeCompare(b.displayName))
    .slice(0, MOST)
    .map((user) => ({
      key: user.userId,
      label: user.displayName,
      detail: `@${user.username}`,
      insert: `@${user.username}`,
      picture: { userId: user.userId },
    }));

const calls = (query: string): Choice[] =>
  [
    { name: 'here', detail: t('composer.callsHere') },
    { name: 'room', detail: t('composer.callsRoom') },
  ]
    .filter(({ name }) => name.startsWith(query))
    .map(({ name, detail }) => ({
      key: name,
      label: `@${name}`,
      detail,
      insert: `@${name}`,
      picture: 'everybody',
    }));

const rooms = (state: State, query: string): Choice[] =>
  Object.values(state.rooms.byId)
    .map(({ room }) => room)
    .filter(
      (room) =>
        (room.type === 'public' || room.type === 'private') &&
        !room.archived &&
        room.name.toLowerCase().includes(query),
    )
    .slice(0, MOST)
    .map((room) => ({
      key: room.roomId,
      label: room.name,
      detail: room.topic,
      insert: `#${room.name.toLowerCase().replace(/\s+/gu, '-')}`,
      picture: 'room',
    }));

async function emoji(query: string): Promise<Choice[]> {
  const { searchEmoji } = await import('../emoji/emojiData');
  return searchEmoji(query, MOST).map(({ unicode, shortcode }) => ({
    key: unicode,
    label: `:${shortcode}:`,
    detail: '',
    insert: unicode,
    picture: { emoji: unicode },
  }));
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
      picture: 'command',
    }));
}

/** What the sign and the letters typed may mean, best first. */
export function choicesOf(
  state: State,
  { kind, query }: Pick<Completing, 'kind' | 'query'>,
): Choice[] | Promise<Choice[]> {
  switch (kind) {
    case 'person':
      return [...people(state, query), ...calls(query)].slice(0, MOST);
    case 'room':
      return rooms(state, query);
    case 'emoji':
      return emoji(query);
    case 'command':
      return commands(query);
  }
}

const intoView = (element: HTMLLIElement | null): void => element?.scrollIntoView({ block: 'nearest' });

interface CompletionListProps {
  choices: Choice[];
  selected: number;
  onPick: (choice: Choice) => void;
}

export function CompletionList({ choices, selected, onPick }: CompletionListProps) {
  return (
    <ul
      id="completions"
      role="listbox"
      // It may scroll, and what scrolls must be reachable; the composer keeps the focus all the same.
      tabIndex={0}
      aria-label={t('composer.suggestions')}
      className="absolute bottom-full start-0 z-30 m-0 mb-1.5 w-full max-w-[420px] list-none rounded-xl border border-line bg-raised p-1 shadow-float max-h-[50vh] overflow-y-auto"
    >
      {choices.map((choice, i) => (
        <li
          key={choice.key}
          id={`completion-${i}`}
          role="option"
          aria-selected={i === selected}
          ref={i === selected ? intoView : undefined}
          // The composer keeps the focus: pressing must not take it.
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(choice);
          }}
          className={classes(
            'flex h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-[14px] max-[819px]:h-11',
            i === selected && 'bg-selected',
          )}
        >
          {choice.picture === 'room' ? (
            <Hash size={16} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
          ) : choice.picture === 'command' ? (
            <Slash size={16} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
          ) : choice.picture === 'everybody' ? (
            <Megaphone size={16} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
          ) : 'emoji' in choice.picture ? (
            <span className="w-6 text-center text-[18px]">{choice.picture.emoji}</span>
          ) : (
            <Avatar id={choice.picture.userId} name={choice.label} size={22} />
          )}
          <span className="truncate">
            <bdi>{choice.label}</bdi>
          </span>
          <span className="min-w-0 flex-1 truncate text-[13px] text-soft">
            <bdi>{choice.detail}</bdi>
          </span>
        </li>
      ))}
    </ul>
  );
}
