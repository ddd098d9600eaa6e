import type { RoomRole } from '@parley/shared/permissions';
import { outranks } from '@parley/shared/standings';
import type { MemberView } from '@parley/shared/rooms';
import { Shield, UserMinus } from 'lucide-react';
import { useCore } from '../../core/coreContext';
import { useNavigate } from '../../core/navigation';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { t } from './text/text';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { GuestBadge } from './public/GuestBadge';
import { Menu, MenuItem } from '../../ui/Menu';
import { classes } from '../../ui/classes';
import { hasLeft, personName } from '../../core/rooms/personName';
import { showRefusal } from '../../ui/toast';
import { roomPath } from '../../core/rooms/names';
import { createRoom, putMember, removeMember } from '../../core/rooms/commands';
import { timeElsewhere, useTimes } from '../../ui/times';
import { BlockItem } from '../blocks/public/BlockItem';
import { PersonModeration } from '../moderation/public/PersonModeration';
import { allowed, standingIn } from '../../core/rooms/select';

const roleNames: Record<RoomRole, string> = {
  owner: t('role.room.owner'),
  moderator: t('role.room.moderator'),
  member: '',
};

/** Actions on a member: write to them, change their role, remove them. */
function MemberMenu({ member, name }: { member: MemberView; name: string }) {
  const core = useCore();
  const navigate = useNavigate();
  const mayRemove = useAppSelector((state) => allowed(state, member.roomId, 'removeMember'));
  const maySetRole = useAppSelector((state) => allowed(state, member.roomId, 'setRole'));
  const standing = useAppSelector((state) => standingIn(state, member.roomId));
  const above = standing !== undefined && outranks(standing, member.role);
  const act = (work: Promise<unknown>): void =>
    void work.catch((error: unknown) => showRefusal(t('message.changeFailed'), sentenceOf(error)));
  const write = (): void =>
    act(
      createRoom(core, { type: 'direct', memberIds: [member.userId] }).then((room) =>
        navigate(roomPath(room.roomId)),
      ),
    );
  const canBecome = (role: RoomRole): boolean => maySetRole && above && member.role !== role;
  const become = (role: RoomRole) => () => act(putMember(core, member, { role }));
  return (
    <Menu
      trigger={
        <Button kind="quiet" className="!px-2" aria-label={t('members.actions', { name })}>
          …
        </Button>
      }
    >
      <MenuItem onSelect={write}>{t('members.writeTo', { name })}</MenuItem>
      {canBecome('moderator') && (
        <MenuItem icon={<Shield size={16} />} onSelect={become('moderator')}>
          {t('members.makeModerator')}
        </MenuItem>
      )}
      {canBecome('owner') && (
        <MenuItem icon={<Shield size={16} />} onSelect={become('owner')}>
          {t('members.makeOwner')}
        </MenuItem>
      )}
      {canBecome('member') && <MenuItem onSelect={become('member')}>{t('members.makePlain')}</MenuItem>}
      <BlockItem userId={member.userId} />
      <PersonModeration userId={member.userId} roomId={member.roomId} name={name} />
      {mayRemove && above && (
        <MenuItem danger icon={<UserMinus size={16} />} onSelect={() => act(removeMember(core, member))}>
          {t('members.remove')}
        </MenuItem>
      )}
    </Menu>
  );
}

/** A member of a room, with the actions on them. */
export function MemberRow({ member }: { member: MemberView }) {
  const user = useAppSelector((state) => state.people.users.entities[member.userId]);
  const presence = useAppSelector((state) => state.people.presences[member.userId] ?? 'offline');
  const self = useAppSelector((state) => state.session.me?.userId) === member.userId;
  useTimes();
  const away = timeElsewhere(user?.timeZone);
  return (
    <li className="flex h-11 items-center gap-2.5">
      <Avatar id={member.userId} name={user?.displayName ?? '?'} size={28} dot={presence} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-[14px] leading-5">
          <bdi className={classes(hasLeft(user) && 'text-soft')}>{personName(user)}</bdi>
          {self && t('members.self')}
          {user?.role === 'guest' && <GuestBadge />}
        </span>
        <span className="tabular block truncate text-[12px] leading-4 text-soft">
          @{user?.username}
          {away !== undefined && ` · ${t('members.localTime', { time: away })}`}
        </span>
      </span>
      {member.role !== 'member' && <span className="text-[12px] text-soft">{roleNames[member.role]}</span>}
      {!self && <MemberMenu member={member} name={user?.displayName ?? t('members.thisPerson')} />}
    </li>
  );
}
