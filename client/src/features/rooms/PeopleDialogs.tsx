import { useState } from 'react';
import { useNavigate } from '../../core/navigation';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { GroupPicker } from '../groups/public/GroupPicker';
import { PeoplePicker } from './public/PeoplePicker';
import type { RoomView } from '@parley/shared/rooms';
import { roomPath } from '../../core/rooms/names';
import { createRoom, putMember } from '../../core/rooms/commands';
import { useRoom } from '../../core/rooms/useRoom';
import { t } from './text/text';

/** Begins a direct message with one person, or a group with several. */
export function NewDirectDialog({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const navigate = useNavigate();
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const [people, setPeople] = useState<string[]>([]);
  const [groups, setGroups] = useState<string[]>([]);
  const [failure, setFailure] = useState<string>();
  const start = async (): Promise<RoomView> => {
    const details = groups.map((groupId) => core.api.request('GET /groups/{groupId}', { path: { groupId } }));
    const ofGroups = (await Promise.all(details)).flatMap(({ memberIds }) => memberIds);
    const all = [...new Set([...people, ...ofGroups])].filter((userId) => userId !== myId);
    const [first, second] = all;
    return first !== undefined && second === undefined
      ? await createRoom(core, { type: 'direct', memberIds: [first] })
      : await createRoom(core, { type: 'group', memberIds: all, name: '' });
  };
  const go = (): void => {
    start().then(
      (room) => {
        onClose();
        navigate(roomPath(room.roomId));
      },
      (error: unknown) => setFailure(sentenceOf(error)),
    );
  };
  return (
    <Dialog open onClose={onClose} title={t('rooms.newMessage')} description={t('rooms.newMessageLead')}>
      <PeoplePicker picked={people} onChange={setPeople} without={[myId]} />
      <GroupPicker picked={groups} onChange={setGroups} />
      <Failure>{failure}</Failure>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="primary" disabled={people.length + groups.length === 0} onClick={go}>
          {people.length > 1 || groups.length > 0 ? t('rooms.startGroup') : t('rooms.write')}
        </Button>
      </div>
    </Dialog>
  );
}

export function AddPeopleDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const core = useCore();
  const navigate = useNavigate();
  const { room, title } = useRoom(roomId);
  const members = useAppSelector((state) => state.rooms.members[roomId]);
  const [people, setPeople] = useState<string[]>([]);
  const [groups, setGroups] = useState<string[]>([]);
  const [failure, setFailure] = useState<string>();
  const there = Object.values(members ?? {})
    .filter((member) => member.present)
    .map((member) => member.userId);
  const add = async (): Promise<void> => {
    try {
      let at = roomId;
      // Adding to a direct message creates a group; the next person is added to that.
      for (const userId of people) at = (await putMember(core, { roomId: at, userId }, {})).roomId;
      for (const groupId of groups)
        at = (
          await core.api.request('POST /rooms/{roomId}/groups', { path: { roomId: at }, body: { groupId } })
        ).roomId;
      onClose();
      if (at !== roomId) navigate(roomPath(at));
    } catch (error) {
      setFailure(sentenceOf(error));
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rooms.addPeopleTo', { title })}
      {...(room?.type === 'direct' ? { description: t('rooms.newGroupNote') } : {})}
    >
      <PeoplePicker picked={people} onChange={setPeople} without={there} />
      <GroupPicker picked={groups} onChange={setGroups} />
      <Failure>{failure}</Failure>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="primary" disabled={people.length + groups.length === 0} onClick={() => void add()}>
          {t('rooms.add')}
        </Button>
      </div>
    </Dialog>
  );
}
