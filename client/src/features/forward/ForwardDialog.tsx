import type { MessageView } from '@parley/shared/messages';
import { messageText } from '@parley/shared/partTexts';
import { useState } from 'react';
import { useStore } from 'react-redux';
import { useCore } from '../../core/coreContext';
import { useAppSelector, type Store } from '../../core/store';
import { base } from '../../platform/base';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { messagePath } from '../../core/rooms/names';
import { allowed, selectSidebar, type SidebarRoom } from '../../core/rooms/select';
import { useRoom } from '../../core/rooms/useRoom';

const LONGEST_QUOTE = 2000;

/** The text of a forwarded message: a comment, the original as a quote, and a link to its author and place. */
function forwarded(message: MessageView, comment: string, from: string): string {
  const quote = messageText(message).slice(0, LONGEST_QUOTE).replace(/^/gm, '> ');
  const link = `[${from.replace(/[[\]]/g, '')}](${location.origin}${base}${messagePath(message.roomId, message.seq)})`;
  return [comment.trim(), `${quote}\n>\n> — ${link}`].filter((part) => part !== '').join('\n\n');
}

interface RoomListProps {
  rooms: SidebarRoom[];
  picked: string | undefined;
  onPick: (roomId: string) => void;
}

const RoomList = ({ rooms, picked, onPick }: RoomListProps) => (
  <ul aria-label={t('rooms.roomsAndPeople')} className="m-0 mb-3 max-h-[220px] list-none overflow-y-auto p-0">
    {rooms.map(({ title, state: { room } }) => (
      <li key={room.roomId}>
        <button
          type="button"
          aria-pressed={picked === room.roomId}
          onClick={() => onPick(room.roomId)}
          className={classes(
            'flex h-9 w-full items-center rounded-lg px-3 text-start text-[14px] hover:bg-hover max-[819px]:h-11',
            picked === room.roomId && 'bg-selected font-semibold',
          )}
        >
          <bdi className="truncate">{title}</bdi>
        </button>
      </li>
    ))}
  </ul>
);

/** The rooms one may send to whose title contains the words. */
function useRoomsToSendTo(words: string): SidebarRoom[] {
  const { favourites, rooms, direct } = useAppSelector(selectSidebar);
  const store = useStore() as Store;
  return [...favourites, ...rooms, ...direct].filter(
    (item) =>
      allowed(store.getState(), item.state.room.roomId, 'post') && item.title.toLowerCase().includes(words),
  );
}

/** Sends a message again in another room. People who may not see the first room see the text, and not its place. */
export function ForwardDialog({ message, onClose }: { message: MessageView; onClose: () => void }) {
  const core = useCore();
  const author = useAppSelector(
    (state) => state.people.users.entities[message.authorId]?.displayName ?? t('common.somebody'),
  );
  const { title } = useRoom(message.roomId);
  const [query, setQuery] = useState('');
  const [comment, setComment] = useState('');
  const [picked, setPicked] = useState<string>();
  const rooms = useRoomsToSendTo(query.trim().toLowerCase());
  const target = rooms.find((item) => item.state.room.roomId === picked);
  const send = async (): Promise<void> => {
    if (!target) return;
    const text = forwarded(message, comment, t('forward.from', { name: author, room: title }));
    await core.send({ roomId: target.state.room.roomId, text });
    announce(t('forward.sent', { room: target.title }));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('forward.title')}>
      <input
        autoFocus
        type="search"
        aria-label={t('forward.search')}
        placeholder={t('forward.search')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        className="mb-2 h-[42px] w-full rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:text-[16px]"
      />
      <RoomList rooms={rooms} picked={picked} onPick={setPicked} />
      <Field
        label={t('forward.comment')}
        dir="auto"
        value={comment}
        maxLength={2000}
        onChange={(event) => setComment(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="primary" disabled={!target} onClick={() => void send()}>
          {t('forward.send')}
        </Button>
      </div>
    </Dialog>
  );
}
