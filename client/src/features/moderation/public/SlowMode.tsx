import { useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { allowed } from '../../../core/rooms/select';
import { useRoom } from '../../../core/rooms/useRoom';
import { useAppSelector } from '../../../core/store';
import { sentenceOf } from '../../../platform/api';
import { Failure } from '../../../ui/Failure';
import { Choice } from '../fields';
import { t } from '../text/text';

const steps = ['0', '10', '30', '60', '300', '900', '3600'] as const;

/** For those who moderate a room: how long the others wait between two messages. */
export function SlowMode({ roomId }: { roomId: string }) {
  const { api } = useCore();
  const { room } = useRoom(roomId);
  const may = useAppSelector((state) => allowed(state, roomId, 'deleteAnyMessage'));
  const [failure, setFailure] = useState<unknown>();
  if (!may || !room || room.archived) return null;
  const now = String(room.slowSeconds ?? 0);
  const change = (seconds: string): void =>
    void api
      .request('PATCH /rooms/{roomId}', { path: { roomId }, body: { slowSeconds: Number(seconds) } })
      .catch(setFailure);
  return (
    <div>
      <Choice
        label={t('moderation.slow')}
        value={now}
        options={[...new Set([...steps, now])].map((value) => ({
          value,
          name: value === '0' ? t('moderation.slowOff') : t('moderation.slowEvery', { seconds: value }),
        }))}
        onChange={change}
      />
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
    </div>
  );
}
