import type { RoomView } from '@parley/shared/rooms';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { updateRoom } from '../../core/rooms/commands';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { t } from './text/text';

interface EditRoomProps {
  room: RoomView;
  mayRename: boolean;
  maySetTopic: boolean;
}

function EditRoom({ room, mayRename, maySetTopic }: EditRoomProps) {
  const core = useCore();
  const [name, setName] = useState(room.name);
  const [topic, setTopic] = useState(room.topic);
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    setName(room.name);
    setTopic(room.topic);
  }, [room.name, room.topic]);
  const isRenamed = name.trim() !== room.name;
  const hasNewTopic = topic !== room.topic;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    const input = {
      ...(mayRename && isRenamed ? { name: name.trim() } : {}),
      ...(hasNewTopic ? { topic } : {}),
    };
    updateRoom(core, room.roomId, input).catch(setFailure);
  };
  const fields = fieldsOf(failure);
  return (
    <form onSubmit={submit}>
      {mayRename && (
        <Field
          label={t('rooms.name')}
          value={name}
          dir="auto"
          onChange={(event) => setName(event.target.value)}
          error={fields['name']}
          className="!mb-2"
        />
      )}
      {maySetTopic && (
        <Field
          label={t('rooms.topic')}
          value={topic}
          dir="auto"
          onChange={(event) => setTopic(event.target.value)}
          error={fields['topic']}
          className="!mb-2"
        />
      )}
      {failure !== undefined && Object.keys(fields).length === 0 && (
        <p role="alert" className="m-0 mb-2 text-[13px] text-danger">
          {sentenceOf(failure)}
        </p>
      )}
      {(isRenamed || hasNewTopic) && (
        <Button type="submit" kind="primary">
          {t('common.save')}
        </Button>
      )}
    </form>
  );
}

/** Name and topic of a room: fields where they may be changed, else the topic as text. */
export function RoomForm({ room }: { room: RoomView }) {
  const mayRename = useAppSelector((state) => allowed(state, room.roomId, 'rename'));
  const maySetTopic = useAppSelector((state) => allowed(state, room.roomId, 'setTopic'));
  if (mayRename || maySetTopic)
    return <EditRoom room={room} mayRename={mayRename} maySetTopic={maySetTopic} />;
  return room.topic === '' ? null : (
    <p className="m-0 text-[14px] text-soft" dir="auto">
      {room.topic}
    </p>
  );
}
