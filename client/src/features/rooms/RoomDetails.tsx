import { Archive, Bell, BellOff, LogOut, Pin, Star, UserPlus, Webhook, X } from 'lucide-react';
import type { PutMemberInput } from '@parley/shared/rooms';
import { useEffect, useState, type SyntheticEvent, type ReactNode } from 'react';
import { useNavigate } from '../../core/navigation';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { useAppSelector } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { Button, IconButton } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { LevelChoice } from '../notifications/public/LevelChoice';
import { MemberRow } from './MemberRow';
import { roomPath } from '../../core/rooms/names';
import { archiveRoom, leaveRoom, putMember, updateRoom } from '../../core/rooms/commands';
import { allowed } from '../../core/rooms/select';
import { useRoom } from '../../core/rooms/useRoom';
import { SkeletonRows } from '../../ui/Skeleton';
import { t } from './text/text';

function RoomForm({ roomId }: { roomId: string }) {
  const core = useCore();
  const { room } = useRoom(roomId);
  const mayRename = useAppSelector((state) => allowed(state, roomId, 'rename'));
  const maySetTopic = useAppSelector((state) => allowed(state, roomId, 'setTopic'));
  const [name, setName] = useState(room?.name ?? '');
  const [topic, setTopic] = useState(room?.topic ?? '');
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    setName(room?.name ?? '');
    setTopic(room?.topic ?? '');
  }, [room?.name, room?.topic]);
  if (!room || (!mayRename && !maySetTopic))
    return room?.topic ? (
      <p className="m-0 text-[14px] text-soft" dir="auto">
        {room.topic}
      </p>
    ) : null;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    const input = {
      ...(mayRename && name.trim() !== room.name ? { name: name.trim() } : {}),
      ...(topic !== room.topic ? { topic } : {}),
    };
    updateRoom(core, roomId, input).catch(setFailure);
  };
  const changed = name.trim() !== room.name || topic !== room.topic;
  return (
    <form onSubmit={submit}>
      {mayRename && (
        <Field
          label={t('rooms.name')}
          value={name}
          dir="auto"
          onChange={(event) => setName(event.target.value)}
          error={fieldsOf(failure)['name']}
          className="!mb-2"
        />
      )}
      {maySetTopic && (
        <Field
          label={t('rooms.topic')}
          value={topic}
          dir="auto"
          onChange={(event) => setTopic(event.target.value)}
          error={fieldsOf(failure)['topic']}
          className="!mb-2"
        />
      )}
      {failure !== undefined && Object.keys(fieldsOf(failure)).length === 0 && (
        <p role="alert" className="m-0 mb-2 text-[13px] text-danger">
          {sentenceOf(failure)}
        </p>
      )}
      {changed && (
        <Button type="submit" kind="primary">
          {t('common.save')}
        </Button>
      )}
    </form>
  );
}

const Action = ({
  icon,
  children,
  onClick,
  danger = false,
}: {
  icon: ReactNode;
  children: ReactNode;
  onClick: () => void;
  danger?: boolean;
}) => (
  <button
    type="button"
    onClick={onClick}
    className={`flex h-9 w-full items-center gap-3 rounded-lg px-2 text-[14px] hover:bg-hover max-[819px]:h-11 ${danger ? 'text-danger' : ''}`}
  >
    {icon}
    {children}
  </button>
);

/** The right panel: what the room is, who is in it, and what one can do with it. */
export function RoomDetails({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const core = useCore();
  const navigate = useNavigate();
  const { show } = useDialogs();
  const { room, title } = useRoom(roomId);
  const own = useAppSelector((state) => state.rooms.byId[roomId]);
  const members = useAppSelector((state) => state.rooms.members[roomId]);
  const users = useAppSelector((state) => state.people.users.entities);
  const me = useAppSelector((state) => state.session.me);
  const mayAdd = useAppSelector(
    (state) => allowed(state, roomId, 'addMember') || state.rooms.byId[roomId]?.room.type === 'direct',
  );
  const mayWebhooks = useAppSelector((state) => allowed(state, roomId, 'webhooks'));
  const mayLeave = useAppSelector((state) => allowed(state, roomId, 'leave'));
  const mayArchive = useAppSelector((state) => allowed(state, roomId, 'archive'));
  const [confirming, setConfirming] = useState(false);
  const [failure, setFailure] = useState<string>();
  if (!room || !me) return null;
  const act = (work: Promise<unknown>): void =>
    void work.catch((error: unknown) => setFailure(sentenceOf(error)));
  const present = Object.values(members ?? {})
    .filter((member) => member.present)
    .sort((a, b) => (users[a.userId]?.displayName ?? '').localeCompare(users[b.userId]?.displayName ?? ''));
  const preference = (input: PutMemberInput): void =>
    act(putMember(core, { roomId, userId: me.userId }, input));
  return (
    <aside id="panel" aria-label={t('rooms.details')} className="panel">
      <header className="flex h-14 shrink-0 items-center justify-between border-b border-line px-4">
        <h2 className="heading m-0 truncate text-[16px]">
          <bdi>{title}</bdi>
        </h2>
        <IconButton label={t('rooms.closeDetails')} onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 space-y-5 overflow-y-auto p-4">
        <RoomForm roomId={roomId} />
        {failure !== undefined && (
          <p role="alert" className="m-0 text-[13px] text-danger">
            {failure}
          </p>
        )}
        <div className="-mx-2">
          <Action
            icon={<Pin size={18} strokeWidth={1.75} />}
            onClick={() => navigate(`${roomPath(roomId)}/pins`)}
          >
            {t('pins.title')}
          </Action>
        </div>
        {own && (
          <div className="-mx-2">
            <Action
              icon={
                <Star size={18} strokeWidth={1.75} fill={own.member.favourite ? 'currentColor' : 'none'} />
              }
              onClick={() => preference({ favourite: !own.member.favourite })}
            >
              {own.member.favourite ? t('rooms.unfavourite') : t('rooms.favourite')}
            </Action>
            <Action
              icon={
                own.member.muted ? (
                  <Bell size={18} strokeWidth={1.75} />
                ) : (
                  <BellOff size={18} strokeWidth={1.75} />
                )
              }
              onClick={() => preference({ muted: !own.member.muted })}
            >
              {own.member.muted ? t('rooms.unmute') : t('rooms.mute')}
            </Action>
            <LevelChoice own={own} onChange={(level) => preference({ level })} />
            {mayAdd && (
              <Action
                icon={<UserPlus size={18} strokeWidth={1.75} />}
                onClick={() => show({ kind: 'addPeople', roomId })}
              >
                {t('rooms.addPeople')}
              </Action>
            )}
            {mayWebhooks && (
              <Action
                icon={<Webhook size={18} strokeWidth={1.75} />}
                onClick={() => show({ kind: 'webhooks', roomId })}
              >
                {t('webhooks.title')}
              </Action>
            )}
            {mayLeave && (
              <Action
                icon={<LogOut size={18} strokeWidth={1.75} />}
                onClick={() => act(leaveRoom(core, roomId).then(() => navigate('/')))}
              >
                {t('rooms.leave')}
              </Action>
            )}
            {mayArchive && !room.archived && (
              <Action
                danger
                icon={<Archive size={18} strokeWidth={1.75} />}
                onClick={() => (confirming ? act(archiveRoom(core, roomId)) : setConfirming(true))}
              >
                {confirming ? t('rooms.archiveSure') : t('rooms.archive')}
              </Action>
            )}
          </div>
        )}
        <section aria-label={t('rooms.members')}>
          <h3 className="m-0 mb-1 text-[12px] font-semibold text-soft">
            {t('members.heading', { count: present.length })}
          </h3>
          {!members && <SkeletonRows rows={4} />}
          <ul className="m-0 list-none p-0">
            {present.slice(0, 300).map((member) => (
              <MemberRow key={member.userId} member={member} />
            ))}
          </ul>
        </section>
      </div>
    </aside>
  );
}
