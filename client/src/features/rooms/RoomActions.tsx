import type { PutMemberInput } from '@parley/shared/rooms';
import type { RoomState } from '@parley/shared/sync';
import {
  Archive,
  Bell,
  BellOff,
  LogOut,
  Pin,
  ShieldCheck,
  Star,
  UserPlus,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { useNavigate } from '../../core/navigation';
import { archiveRoom, leaveRoom, putMember } from '../../core/rooms/commands';
import { roomPath } from '../../core/rooms/names';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { LevelChoice } from '../notifications/public/LevelChoice';
import { RetentionAction } from '../retention/public/RetentionAction';
import { t } from './text/text';

interface ActionProps {
  Icon: LucideIcon;
  children: ReactNode;
  onClick: () => void;
  danger?: boolean;
  filled?: boolean;
}

const Action = ({ Icon, children, onClick, danger = false, filled = false }: ActionProps) => (
  <button
    type="button"
    onClick={onClick}
    className={`flex h-9 w-full items-center gap-3 rounded-lg px-2 text-[14px] hover:bg-hover max-[819px]:h-11 ${danger ? 'text-danger' : ''}`}
  >
    <Icon size={18} strokeWidth={1.75} fill={filled ? 'currentColor' : 'none'} />
    {children}
  </button>
);

export function PinsAction({ roomId }: { roomId: string }) {
  const navigate = useNavigate();
  return (
    <div className="-mx-2">
      <Action Icon={Pin} onClick={() => navigate(`${roomPath(roomId)}/pins`)}>
        {t('pins.title')}
      </Action>
    </div>
  );
}

interface RoomActionsProps {
  own: RoomState;
  /** Runs a request and shows why it failed. */
  act: (work: Promise<unknown>) => void;
}

/** One's own preferences of a room: they change nothing for others. */
function Preferences({ own, act }: RoomActionsProps) {
  const core = useCore();
  const { roomId, userId, favourite, muted } = own.member;
  const prefer = (input: PutMemberInput): void => act(putMember(core, { roomId, userId }, input));
  return (
    <>
      <Action Icon={Star} filled={favourite} onClick={() => prefer({ favourite: !favourite })}>
        {favourite ? t('rooms.unfavourite') : t('rooms.favourite')}
      </Action>
      <Action Icon={muted ? Bell : BellOff} onClick={() => prefer({ muted: !muted })}>
        {muted ? t('rooms.unmute') : t('rooms.mute')}
      </Action>
      <LevelChoice own={own} onChange={(level) => prefer({ level })} />
    </>
  );
}

/** The first click asks for a confirmation, the second archives. */
function ArchiveAction({ roomId, act }: { roomId: string; act: RoomActionsProps['act'] }) {
  const core = useCore();
  const [confirming, setConfirming] = useState(false);
  return (
    <Action
      danger
      Icon={Archive}
      onClick={() => (confirming ? act(archiveRoom(core, roomId)) : setConfirming(true))}
    >
      {confirming ? t('rooms.archiveSure') : t('rooms.archive')}
    </Action>
  );
}

/** What a member can do with a room. */
export function RoomActions({ own, act }: RoomActionsProps) {
  const core = useCore();
  const navigate = useNavigate();
  const { show } = useDialogs();
  const { roomId, type, archived } = own.room;
  const mayAdd = useAppSelector((state) => allowed(state, roomId, 'addMember') || type === 'direct');
  const mayWebhooks = useAppSelector((state) => allowed(state, roomId, 'webhooks'));
  const mayRule = useAppSelector((state) => allowed(state, roomId, 'setRules'));
  const mayLeave = useAppSelector((state) => allowed(state, roomId, 'leave'));
  const mayArchive = useAppSelector((state) => allowed(state, roomId, 'archive'));
  return (
    <div className="-mx-2">
      <Preferences own={own} act={act} />
      {mayAdd && (
        <Action Icon={UserPlus} onClick={() => show({ kind: 'addPeople', roomId })}>
          {t('rooms.addPeople')}
        </Action>
      )}
      {mayWebhooks && (
        <Action Icon={Webhook} onClick={() => show({ kind: 'webhooks', roomId })}>
          {t('webhooks.title')}
        </Action>
      )}
      {mayRule && (
        <Action Icon={ShieldCheck} onClick={() => show({ kind: 'roomRules', roomId })}>
          {t('rooms.rules')}
        </Action>
      )}
      <RetentionAction roomId={roomId} />
      {mayLeave && (
        <Action Icon={LogOut} onClick={() => act(leaveRoom(core, roomId).then(() => navigate('/')))}>
          {t('rooms.leave')}
        </Action>
      )}
      {mayArchive && !archived && <ArchiveAction roomId={roomId} act={act} />}
    </div>
  );
}
