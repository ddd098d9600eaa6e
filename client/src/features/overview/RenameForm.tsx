import type { ManagedRoomView } from '@parley/shared/overview/rooms';
import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Failure } from '../../ui/Failure';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { manageRoom } from './commands';
import type { Act } from './act';
import { t } from './text/text';

/** Gives a room another name. */
export function RenameForm({ room, act }: { room: ManagedRoomView; act: Act }) {
  const core = useCore();
  const [name, setName] = useState(room.name ?? '');
  const [failure, setFailure] = useState<unknown>();
  const { name: fault } = fieldsOf(failure);
  const rename = (): void => {
    setFailure(undefined);
    manageRoom(core, room.roomId, { name }).then(() => {
      announce(t('common.saved'));
      void act(Promise.resolve());
    }, setFailure);
  };
  return (
    <>
      <OneFieldForm
        label={t('rooms.name')}
        dir="auto"
        value={name}
        onType={setName}
        error={fault}
        button={t('allRooms.rename')}
        still={name === room.name}
        onSend={rename}
        className="mb-4"
      />
      <Failure>{failure !== undefined && fault === undefined && sentenceOf(failure)}</Failure>
    </>
  );
}
