import { useEffect, useState } from 'react';
import { Hash, Megaphone, Slash } from 'lucide-react';
import { useAppSelector } from '../../app/store';
import { Avatar } from '../../ui/Avatar';
import { classes } from '../../ui/classes';
import type { Completing } from './completion';
import { isReachable } from '../people/people.state';
import { t } from '../../text/text';

export interface Choice {
  key: string;
  label: string;
  detail: string;
  insert: string;
  /** What stands in front of it: a person's picture, an emoji, or the sign of its kind. */
  picture: { userId: string } | { emoji: string } | 'room' | 'command' | 'everybody';
}

const MOST = 8;

/** What the sign and the letters typed may mean, best first. */
export function useChoices(completing: Completing | undefined): Choice[] {
  const users = useAppSelector((state) => state.people.users.entities);
  const rooms = useAppSelector((state) => state.rooms.byId);
  const [emoji, setEmoji] = useState<Choice[]>([]);
  const [commands, setCommands] = useState<Choice[]>([]);
  const kind = completing?.kind;
  const query = completing?.query ?? '';
  useEffect(() => {
    if (kind !== 'command') return;
    let current = true;
    void import('./slashCommands').then(({ slashCommands }) => {
      const found = slashCommands
        .filter(({ name }) => name.startsWith(query))
        .map(({ name, takes, does }): Choice => ({
          key: name,
          label: takes === '' ? `/${name}` : `/${name} ${takes}`,
          detail: does,
          insert: `/${name}`,
          picture: 'command',
        }));
      if (current) setCommands(found);
    });
    return () => {
      current = false;
    };
  }, [kind, query]);
  useEffect(() => {
    if (kind !== 'emoji') return;
    let current = true;
    void import('../emoji/emojiData').then(({ searchEmoji }) => {
      const found = searchEmoji(query, MOST).map(({ unicode, shortcode }): Choice => ({
        key: unicode,
        label: `:${shortcode}:`,
        detail: '',
        insert: unicode,
        picture: { emoji: unicode },
      }));
      if (current) setEmoji(found);
    });
    return () => {
      current = false;
    };
  }, [kind, query]);
  if (kind === 'emoji') return emoji;
  if (kind === 'command') return commands;
  if (kind === 'person') {
    const calls = [
      { name: 'here', detail: t('composer.callsHere') },
      { name: 'room', detail: t('composer.callsRoom') },
    ]
      .filter(({ name }) => name.startsWith(query))
      .map(({ name, detail }): Choice => ({
        key: name,
        label: `@${name}`,
        detail,
        insert: `@${name}`,
        picture: 'everybody',
      }));
    const people = Object.values(users)
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
      .map((user): Choice => ({
        key: user.userId,
        label: user.displayName,
        detail: `@${user.username}`,
        insert: `@${user.username}`,
        picture: { userId: user.userId },
      }));
    return [...people, ...calls].slice(0, MOST);
  }
  if (kind === 'room')
    return Object.values(rooms)
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
  return [];
}

const intoView = (element: HTMLLIElement | null): void => element?.scrollIntoView({ block: 'nearest' });

interface CompletionListProps {
  choices: Choice[];
  selected: number;
  onPick: (choice: Choice) => void;
}

export function CompletionList({ choices, selected, onPick }: CompletionListProps) {
  if (choices.length === 0) return null;
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
          <span className="truncate" dir="auto">
            {choice.label}
          </span>
          <span className="min-w-0 flex-1 truncate text-[13px] text-soft" dir="auto">
            {choice.detail}
          </span>
        </li>
      ))}
    </ul>
  );
}
