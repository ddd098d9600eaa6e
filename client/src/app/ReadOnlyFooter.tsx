import type { MuteView } from '@parley/shared/moderation/moderation';
import type { RoomView } from '@parley/shared/rooms';
import type { UserView } from '@parley/shared/users';
import { useState } from 'react';
import { useCore } from '../core/coreContext';
import { joinRoom } from '../core/rooms/commands';
import { allowed } from '../core/rooms/select';
import { useAppSelector } from '../core/store';
import { sentenceOf } from '../platform/api';
import { MutedFooter } from '../features/moderation/public/MutedFooter';
import { Button } from '../ui/Button';
import { t } from './text/text';

/** Below a room one only reads: why, and how to join it. Above the composer, that the other person has left. */
export default function ReadOnlyFooter({
  room: { roomId, archived },
  isMember = false,
  mute,
  left,
}: {
  room: RoomView;
  isMember?: boolean;
  mute?: MuteView | undefined;
  left?: UserView;
}) {
  const core = useCore();
  const [failure, setFailure] = useState<string>();
  const mayReply = useAppSelector((state) => allowed(state, roomId, 'reply'));
  if (left)
    return (
      <p
        role="note"
        className="mx-4 mt-0 mb-2 rounded-xl bg-hover px-4 py-2 text-center text-[13px] text-soft max-[819px]:mx-3"
      >
        {t('rooms.otherLeft', { name: left.displayName })}
      </p>
    );
  if (archived || (isMember && !mute))
    return (
      <p className="m-4 rounded-xl bg-hover px-4 py-3 text-center text-[14px] text-soft">
        {archived ? t('rooms.archived') : mayReply ? t('rooms.onlySomePost') : t('rooms.onlySomeWrite')}
      </p>
    );
  if (mute) return <MutedFooter mute={mute} />;
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
