import { meaningOf } from '@parley/shared/markdown/mentions';
import type { Inline, MentionNode } from '@parley/shared/markdown/nodes';
import { nameKey } from '@parley/shared/text';
import { Fragment, useContext, useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useAppSelector } from '../../core/store';
import { base } from '../../platform/base';
import { t } from './text/text';
import { classes } from '../../ui/classes';
import { selectUsersByName } from '../people/public/usersByName';
import { roomPath } from '../../core/rooms/names';
import { linkTarget } from './linkTarget';
import { MentionScope } from './mentionScope';

function Mention({ node }: { node: MentionNode }) {
  const scope = useContext(MentionScope);
  const byName = useAppSelector(selectUsersByName);
  const myId = useAppSelector((state) => state.session.me?.userId);
  const found = meaningOf(node.names, (name) => {
    const user = byName.get(name);
    return user && (scope?.mentionIds.includes(user.userId) ?? true) ? user : undefined;
  });
  if (!found || (found.meaning.kind === 'room' && scope?.mentionsRoom === false)) return <>{node.text}</>;
  const end = 1 + found.name.length;
  const person = found.meaning.kind === 'person' ? found.meaning.person : undefined;
  return (
    <>
      <span
        title={person ? `@${person.username}` : undefined}
        className={classes(
          'rounded px-0.5 font-semibold text-accent',
          person && person.userId !== myId ? 'bg-hover' : 'bg-tint',
        )}
      >
        {person ? <bdi>@{person.displayName}</bdi> : node.text.slice(0, end)}
      </span>
      {node.text.slice(end)}
    </>
  );
}

const slug = (name: string): string => nameKey(name).replace(/\s+/gu, '-');

function RoomLink({ names, text }: { names: string[]; text: string }) {
  const found = useAppSelector((state) => {
    const rooms = Object.values(state.rooms.byId);
    for (const name of names) {
      const room = rooms.find((one) => one.room.name !== '' && slug(one.room.name) === nameKey(name));
      if (room) return `${room.room.roomId} ${name.length}`;
    }
    return undefined;
  });
  if (found === undefined) return <>{text}</>;
  const [roomId = '', length = ''] = found.split(' ');
  const end = 1 + Number(length);
  return (
    <>
      <Link to={roomPath(roomId)}>{text.slice(0, end)}</Link>
      {text.slice(end)}
    </>
  );
}

/** Hidden until pressed. What is inside can be neither read, selected nor reached before; a link must not be pressed unseen. */
function Spoiler({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  if (open) return <span className="rounded bg-hover">{children}</span>;
  return (
    <span
      role="button"
      tabIndex={0}
      aria-label={t('message.showSpoiler')}
      onClick={() => setOpen(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        setOpen(true);
      }}
      className="cursor-pointer rounded bg-soft select-none"
    >
      <span inert aria-hidden="true" className="invisible">
        {children}
      </span>
    </span>
  );
}

function Anchor({ href, title, children }: { href: string; title: string | undefined; children: ReactNode }) {
  const target = linkTarget(href, location.origin + base);
  if (target.kind === 'app')
    return (
      <Link to={target.to} title={title}>
        {children}
      </Link>
    );
  if (target.kind === 'system')
    return (
      <a href={href} title={title}>
        {children}
      </a>
    );
  return (
    <a href={href} title={title} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

function drawn(node: Inline): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'codeSpan':
      return <code>{node.text}</code>;
    case 'mention':
      return <Mention node={node} />;
    case 'room':
      return <RoomLink names={node.names} text={node.text} />;
    case 'link':
      return (
        <Anchor href={node.href} title={node.title}>
          {drawInline(node.children)}
        </Anchor>
      );
    case 'spoiler':
      return <Spoiler>{drawInline(node.children)}</Spoiler>;
    case 'strong':
      return <strong>{drawInline(node.children)}</strong>;
    case 'emphasis':
      return <em>{drawInline(node.children)}</em>;
    case 'strike':
      return <del>{drawInline(node.children)}</del>;
  }
}

/** Renders inline nodes. */
export const drawInline = (nodes: Inline[]): ReactNode =>
  nodes.map((node, i) => <Fragment key={i}>{drawn(node)}</Fragment>);
