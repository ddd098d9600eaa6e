import type { DirectoryEntry } from '@parley/shared/rooms';
import { Hash } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useNavigate } from '../../core/navigation';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { roomPath } from '../../core/rooms/names';
import { joinRoom, loadDirectory } from '../../core/rooms/commands';
import { t } from './text/text';

interface RoomRowProps {
  entry: DirectoryEntry;
  onOpen: () => void;
  onJoin: () => void;
}

const RoomRow = ({ entry: { room, memberCount, joined }, onOpen, onJoin }: RoomRowProps) => (
  <li className="flex items-center gap-3 py-2">
    <Hash size={18} strokeWidth={1.75} className="shrink-0 text-soft" aria-hidden="true" />
    <button type="button" onClick={onOpen} className="min-w-0 flex-1 text-start">
      <span className="block truncate text-[15px] font-semibold">
        <bdi>{room.name}</bdi>
      </span>
      <span className="block truncate text-[13px] text-soft">
        {t('rooms.memberCount', { count: memberCount })}
        {room.topic !== '' && ' · '}
        <bdi>{room.topic}</bdi>
      </span>
    </button>
    {joined ? (
      <span className="px-3 text-[13px] text-soft">{t('rooms.joined')}</span>
    ) : (
      <Button aria-label={t('rooms.joinNamed', { name: room.name })} onClick={onJoin}>
        {t('rooms.join')}
      </Button>
    )}
  </li>
);

/** All public rooms, to open and to join. */
export function DirectoryDialog({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const navigate = useNavigate();
  const { show } = useDialogs();
  const [entries, setEntries] = useState<DirectoryEntry[]>();
  const [query, setQuery] = useState('');
  const [failure, setFailure] = useState<string>();
  const fail = (error: unknown): void => setFailure(sentenceOf(error));
  useEffect(() => {
    loadDirectory(core).then(setEntries, fail);
  }, [core]);
  const open = (roomId: string): void => {
    onClose();
    navigate(roomPath(roomId));
  };
  const found = (entries ?? []).filter(({ room }) =>
    `${room.name} ${room.topic}`.toLowerCase().includes(query.toLowerCase().trim()),
  );
  return (
    <Dialog open onClose={onClose} title={t('rooms.browse')} wide>
      <div className="mb-3 flex gap-2">
        <input
          autoFocus
          aria-label={t('rooms.search')}
          placeholder={t('rooms.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className="h-[42px] min-w-0 flex-1 rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint"
        />
        <Button kind="primary" className="!h-[42px]" onClick={() => show({ kind: 'createRoom' })}>
          {t('rooms.create')}
        </Button>
      </div>
      <Failure>{failure}</Failure>
      <ul aria-label={t('rooms.rooms')} className="m-0 list-none divide-y divide-line p-0">
        {found.map((entry) => (
          <RoomRow
            key={entry.room.roomId}
            entry={entry}
            onOpen={() => open(entry.room.roomId)}
            onJoin={() => void joinRoom(core, entry.room.roomId).then(() => open(entry.room.roomId), fail)}
          />
        ))}
        {entries && found.length === 0 && (
          <li className="py-6 text-center text-[14px] text-soft">{t('rooms.noneFound')}</li>
        )}
      </ul>
    </Dialog>
  );
}
