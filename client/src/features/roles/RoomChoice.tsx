import { useEffect, useId, useState } from 'react';
import { loadDirectory } from '../../core/rooms/commands';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';

interface RoomChoiceProps {
  /** Null for the whole workspace. */
  value: string | null;
  onChange: (roomId: string | null) => void;
}

interface Named {
  roomId: string;
  name: string;
}

/** The public rooms, and the private ones one is in, by name. */
function useNamedRooms(): Named[] {
  const core = useCore();
  const own = useAppSelector((state) => state.rooms.byId);
  const [open, setOpen] = useState<Named[]>([]);
  useEffect(() => {
    loadDirectory(core).then(
      (entries) => setOpen(entries.map(({ room }) => room)),
      () => undefined,
    );
  }, [core]);
  const mine = Object.values(own)
    .map(({ room }) => room)
    .filter(({ type }) => type === 'private' || type === 'public');
  const all = new Map([...open, ...mine].map(({ roomId, name }) => [roomId, { roomId, name }]));
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** A list to choose a room from, or the whole workspace. */
export function RoomChoice({ value, onChange }: RoomChoiceProps) {
  const id = useId();
  const rooms = useNamedRooms();
  return (
    <div className="mb-3">
      <label htmlFor={id} className="mb-1.5 block text-[13px] font-semibold">
        {t('roles.where')}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
        className="h-[42px] w-full max-w-[420px] rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:text-[16px]"
      >
        <option value="">{t('roles.everywhere')}</option>
        {rooms.map(({ roomId, name }) => (
          <option key={roomId} value={roomId}>
            #{name}
          </option>
        ))}
      </select>
    </div>
  );
}
