import type { ManagedRoomView } from '@parley/shared/overview/rooms';
import { useCallback, useId, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { loadMembers, setRoomOwner } from './commands';
import type { Act } from './act';
import { t } from './text/text';

/** Makes a member of a room its owner. */
export function OwnerForm({ room, act }: { room: ManagedRoomView; act: Act }) {
  const core = useCore();
  const id = useId();
  const users = useAppSelector((state) => state.people.users.entities);
  const [userId, setUserId] = useState('');
  const load = useCallback(() => loadMembers(core, room.roomId), [core, room.roomId]);
  const { value: members, failure, act: change } = useLoaded(load);
  const able = (members ?? [])
    .filter(({ role }) => role !== 'owner')
    .flatMap((member) => users[member.userId] ?? [])
    .filter(({ active }) => active)
    .sort((a, b) => a.displayName.localeCompare(b.displayName));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const done = setRoomOwner(core, room.roomId, userId).then(() => {
      setUserId('');
      announce(t('common.saved'));
      return act(Promise.resolve());
    });
    void change(done);
  };
  if (members && able.length === 0) return null;
  return (
    <form onSubmit={submit} className="mb-4">
      <label htmlFor={id} className="mb-1.5 block text-[13px] font-semibold">
        {t('allRooms.addOwner')}
      </label>
      <div className="flex gap-2">
        <select
          id={id}
          required
          value={userId}
          disabled={!members}
          onChange={(event) => setUserId(event.target.value)}
          className="h-[42px] min-w-0 flex-1 rounded-lg border border-strong bg-page px-2 text-[14px]"
        >
          <option value="">{t('allRooms.chooseMember')}</option>
          {able.map((user) => (
            <option key={user.userId} value={user.userId}>
              {user.displayName}
            </option>
          ))}
        </select>
        <Button type="submit" className="!h-[42px]" disabled={userId === ''}>
          {t('allRooms.makeOwner')}
        </Button>
      </div>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
    </form>
  );
}
