import type { MessageView } from '@parley/shared/messages';
import { plainText } from '@parley/shared/markdown/plain';
import { textOfPart } from '@parley/shared/partTexts';
import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useCore } from '../../../core/coreContext';
import { useAppSelector } from '../../../core/store';
import { Avatar } from '../../../ui/Avatar';
import { useRoom } from '../../../core/rooms/useRoom';
import { formatClock, formatDay, formatFull, useTimes } from '../../../ui/times';
import { useAuthorOf } from '../../people/public/authors';
import { personName } from '../../../core/rooms/personName';
import { highlight } from '../highlight';
import { t } from '../text/text';

/** A room's name; that of a public room one has not joined is requested. */
function useTitle(roomId: string): string {
  const core = useCore();
  const { title } = useRoom(roomId);
  const [requested, setRequested] = useState('');
  useEffect(() => {
    if (title !== '') return;
    core.api.request('GET /rooms/{roomId}', { path: { roomId } }).then(
      (answer) => setRequested(answer.name),
      () => undefined,
    );
  }, [core, roomId, title]);
  return title === '' ? requested : title;
}

interface HitProps {
  message: MessageView;
  marks: string[];
  to: string;
  unread?: boolean;
}

/** One message in a list of messages from anywhere: where, by whom, when, and the words around the hit. */
export function Hit({ message, marks, to, unread = false }: HitProps) {
  const title = useTitle(message.roomId);
  useTimes();
  useAuthorOf(message);
  const author = useAppSelector((state) => personName(state.people.users.entities[message.authorId]));
  const text = useMemo(
    () =>
      [plainText(message.text), ...(message.parts ?? []).map(textOfPart)]
        .filter((part) => part !== '')
        .join('\n'),
    [message.text, message.parts],
  );
  const files = message.files.map(({ name }) => name).join(', ');
  return (
    <li>
      <Link to={to} className="block rounded-lg px-3 py-2.5 no-underline hover:bg-hover">
        <span className="mb-1 flex items-baseline justify-between gap-2 text-[12px] text-soft">
          <span className="flex min-w-0 items-center gap-1.5">
            {unread && (
              <span
                role="img"
                aria-label={t('inbox.unread')}
                className="size-2 shrink-0 rounded-full bg-solid"
              />
            )}
            <bdi className="truncate font-semibold">{title}</bdi>
          </span>
          <time
            dateTime={message.createdAt}
            title={formatFull(message.createdAt)}
            className="tabular shrink-0"
          >
            {formatDay(Date.parse(message.createdAt))}, {formatClock(message.createdAt)}
          </time>
        </span>
        <span className="flex gap-2.5">
          <Avatar id={message.authorId} name={author} size={22} />
          <span className="min-w-0 flex-1">
            <span className="name block truncate text-[14px]">
              <bdi>{author}</bdi>
            </span>
            <span className="block text-[14px] leading-5 break-words" dir="auto">
              {highlight(text === '' ? files : text, marks).map((segment, i) =>
                segment.marked ? (
                  <mark key={i} className="rounded-[3px] bg-[var(--found)] px-px text-text">
                    {segment.text}
                  </mark>
                ) : (
                  segment.text
                ),
              )}
            </span>
          </span>
        </span>
      </Link>
    </li>
  );
}
