import type { RoomView } from '@parley/shared/rooms';
import { useState } from 'react';
import { useCore } from '../core/coreContext';
import { joinRoom } from '../core/rooms/commands';
import { sentenceOf } from '../platform/api';
import { Button } from '../ui/Button';
import { t } from './text/text';

/** Below a room one only reads: why, and how to join it. */
export function ReadOnlyFooter({ room: { roomId, archived } }: { room: RoomView }) {
  const core = useCore();
  const [failure, setFailure] = useState<string>();
  if (archived)
    return (
      <p className="m-4 rounded-xl bg-hover px-4 py-3 text-center text-[14px] text-soft">
        {t('rooms.archived')}
      </p>
    );
  return (
    <div className="m-4 flex items-center justify-center gap-4 rounded-xl bg-hover px-4 py-3 text-[14px]">
      <span className="text-soft">{failure ?? t('rooms.lookingAt')}</span>
      <Button
        kind="primary"
        onClick={() => void joinRoom(core, roomId).catch((error: unknown) => setFailure(sentenceOf(error)))}
      >
        {t('rooms.join')}
      </Button>
    </div>
  );
}
