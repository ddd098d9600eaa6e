import type { CustomRoleView, Holder } from '@parley/shared/rights';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { personName } from '../../core/rooms/personName';
import { useAppSelector } from '../../core/store';
import { announce } from '../../ui/announce';
import { Button, IconButton } from '../../ui/Button';
import { GroupPicker } from '../groups/public/GroupPicker';
import { PeoplePicker } from '../rooms/public/PeoplePicker';
import { RoomChoice } from './RoomChoice';
import { t } from './text/text';

interface HoldersProps {
  role: CustomRoleView;
  act: <R>(work: Promise<R>) => Promise<R | undefined>;
}

/** Somebody who has the role, and where. */
function HolderLine({ holder, onTake }: { holder: Holder; onTake: () => void }) {
  const name = useAppSelector((state) => {
    const user = state.people.users.entities[holder.id];
    return user?.group === true ? `@${user.username}` : personName(user);
  });
  const room = useAppSelector((state) =>
    holder.roomId === null ? t('roles.everywhere') : `#${state.rooms.byId[holder.roomId]?.room.name ?? '…'}`,
  );
  return (
    <li className="flex min-h-11 items-center gap-2 text-[14px]">
      <span className="min-w-0 flex-1 truncate">
        <bdi>{name}</bdi> <span className="text-soft">{room}</span>
      </span>
      <IconButton label={t('roles.take', { name })} onClick={onTake}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

/** The people and groups that have a role, and giving it to more. */
export function Holders({ role: { roleId, holders }, act }: HoldersProps) {
  const { api } = useCore();
  const [people, setPeople] = useState<string[]>([]);
  const [groups, setGroups] = useState<string[]>([]);
  const [roomId, setRoomId] = useState<string | null>(null);
  const give = async (): Promise<void> => {
    const wanted = [
      ...people.map((id) => ({ kind: 'person' as const, id, roomId })),
      ...groups.map((id) => ({ kind: 'group' as const, id, roomId })),
    ];
    for (const body of wanted) {
      const path = { roleId };
      if (!(await act(api.request('POST /rights/roles/{roleId}/holders', { path, body })))) return;
    }
    setPeople([]);
    setGroups([]);
    announce(t('roles.given'));
  };
  const take = ({ kind, id, roomId: at }: Holder): void =>
    void act(
      api.request('DELETE /rights/roles/{roleId}/holders/{kind}/{id}', {
        path: { roleId, kind, id },
        query: at === null ? {} : { roomId: at },
      }),
    );
  return (
    <section className="mt-5 max-w-[520px]">
      <h3 className="heading mb-1 text-[14px]">{t('roles.whoHas')}</h3>
      <ul aria-label={t('roles.whoHas')} className="m-0 list-none divide-y divide-line p-0">
        {holders.map((holder) => (
          <HolderLine
            key={`${holder.id} ${holder.roomId ?? ''}`}
            holder={holder}
            onTake={() => take(holder)}
          />
        ))}
      </ul>
      <h3 className="heading mt-4 mb-2 text-[14px]">{t('roles.giveTo')}</h3>
      <RoomChoice value={roomId} onChange={setRoomId} />
      <PeoplePicker picked={people} onChange={setPeople} />
      <GroupPicker picked={groups} onChange={setGroups} />
      <Button className="mt-2" disabled={people.length + groups.length === 0} onClick={() => void give()}>
        {t('roles.give')}
      </Button>
    </section>
  );
}
