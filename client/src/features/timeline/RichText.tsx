import { useState, type ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import { Link } from 'wouter';
import remarkGfm from 'remark-gfm';
import { useAppSelector } from '../../app/store';
import { nameKey } from '@parley/shared/text';
import { classes } from '../../ui/classes';
import { roomPath } from '../rooms/names';
import { CodeBlock } from './CodeBlock';
import { remarkParley } from './remarkParley';
import { t } from '../../text/later';

const callsMany = new Set(['room', 'here', 'everyone', 'all', 'channel']);

function Mention({ value, children }: { value: string; children: ReactNode }) {
  const person = useAppSelector((state) =>
    Object.values(state.people.users.entities).find((user) => user.username === value),
  );
  const mine = useAppSelector((state) => state.session.me?.username === value);
  if (callsMany.has(value))
    return <span className="rounded bg-tint px-0.5 font-semibold text-accent">{children}</span>;
  if (!person) return <>{children}</>;
  return (
    <span
      title={`@${value}`}
      className={classes('rounded px-0.5 font-semibold text-accent', mine ? 'bg-tint' : 'bg-hover')}
    >
      <bdi>@{person.displayName}</bdi>
    </span>
  );
}

function RoomLink({ value, children }: { value: string; children: ReactNode }) {
  const roomId = useAppSelector((state) => {
    const key = nameKey(value);
    const found = Object.values(state.rooms.byId).find(
      ({ room }) => nameKey(room.name).replace(/\s+/gu, '-') === key,
    );
    return found?.room.roomId;
  });
  return roomId === undefined ? <>{children}</> : <Link to={roomPath(roomId)}>{children}</Link>;
}

function Spoiler({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={open ? undefined : t('message.showSpoiler')}
      onClick={() => setOpen(!open)}
      className={classes('rounded px-1', open ? 'bg-hover' : 'bg-soft text-transparent select-none')}
    >
      {children}
    </button>
  );
}

const components: Components = {
  a: ({ href, children }) => {
    const here = href?.startsWith(location.origin) === true ? href.slice(location.origin.length) : undefined;
    if (here !== undefined) return <Link to={here}>{children}</Link>;
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    );
  },
  // An image elsewhere would tell its server who reads what, so it stays a link.
  img: ({ src, alt }) => (
    <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noopener noreferrer nofollow">
      {alt || (typeof src === 'string' ? src : t('message.image'))}
    </a>
  ),
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  input: ({ checked }) => (
    <input
      type="checkbox"
      checked={checked === true}
      readOnly
      disabled
      aria-label={checked === true ? t('message.done') : t('message.todo')}
    />
  ),
};

const withOwn = {
  ...components,
  'parley-mention': Mention,
  'parley-room': RoomLink,
  'parley-spoiler': Spoiler,
} as Components;

const plugins = [remarkGfm, remarkParley];

/** Texts whose meaning is kept: some screens of a few rooms, so that going back to one parses nothing again. */
const MOST_KEPT = 1000;
const kept = new Map<string, ReactNode>();

/** What a text draws. It depends on the text alone: who is mentioned is looked up by what is drawn. */
function meaningOf(text: string): ReactNode {
  const known = kept.get(text);
  // react-markdown has no hooks, so its component is a plain function of the text.
  const drawn = known ?? ReactMarkdown({ children: text, remarkPlugins: plugins, components: withOwn });
  // The one used last is the last to be dropped.
  kept.delete(text);
  kept.set(text, drawn);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return drawn;
}

/** A text with marks, as they mean it. In a chunk of its own: the parser is larger than the rest of the timeline. */
export default function RichText({ text }: { text: string }) {
  return <>{meaningOf(text)}</>;
}
