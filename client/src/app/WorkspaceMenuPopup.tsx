import { mayInWorkspace } from '@parley/shared/permissions';
import { allowedInWorkspace } from '../core/rooms/workspaceRights';
import {
  Compass,
  Gavel,
  Hash,
  LogOut,
  MessageCirclePlus,
  Settings,
  SlidersHorizontal,
  UserPlus,
} from 'lucide-react';
import { useCore } from '../core/coreContext';
import { useDialogs } from '../core/dialogs';
import { useNavigate } from '../core/navigation';
import { useAppSelector } from '../core/store';
import { signOutOrAsk } from '../core/unsentWork';
import { MenuItem, MenuSeparator } from '../ui/Menu';
import MenuPopup from '../ui/MenuPopup';
import type { MenuProps } from '../ui/menuParts';
import { t } from './text/text';

/** Rooms and people to find or add, the settings, and signing out. */
export default function WorkspaceMenuPopup({ trigger }: Pick<MenuProps, 'trigger'>) {
  const core = useCore();
  const { show } = useDialogs();
  const mayInvite = useAppSelector((state) => allowedInWorkspace(state, 'invite'));
  const mayCreate = useAppSelector(
    (state) =>
      allowedInWorkspace(state, 'createPublicRooms') || allowedInWorkspace(state, 'createPrivateRooms'),
  );
  const navigate = useNavigate();
  const role = useAppSelector((state) => state.session.me?.role ?? 'guest');
  return (
    <MenuPopup align="start" trigger={trigger}>
      {mayCreate && (
        <MenuItem icon={<Hash size={16} />} onSelect={() => show({ kind: 'createRoom' })}>
          {t('rooms.create')}
        </MenuItem>
      )}
      <MenuItem icon={<Compass size={16} />} onSelect={() => show({ kind: 'directory' })}>
        {t('rooms.browse')}
      </MenuItem>
      <MenuItem icon={<MessageCirclePlus size={16} />} onSelect={() => show({ kind: 'newDirect' })}>
        {t('rooms.newMessage')}
      </MenuItem>
      <MenuSeparator />
      {mayInvite && (
        <MenuItem icon={<UserPlus size={16} />} onSelect={() => navigate('/admin/invitations')}>
          {t('rooms.invitePeople')}
        </MenuItem>
      )}
      {mayInWorkspace('moderate', role) && (
        <MenuItem icon={<Gavel size={16} />} onSelect={() => show({ kind: 'moderation' })}>
          {t('workspace.moderation')}
        </MenuItem>
      )}
      {mayInWorkspace('changeWorkspace', role) && (
        <MenuItem icon={<SlidersHorizontal size={16} />} onSelect={() => navigate('/admin')}>
          {t('workspace.settings')}
        </MenuItem>
      )}
      <MenuItem icon={<Settings size={16} />} onSelect={() => show({ kind: 'settings', tab: 'profile' })}>
        {t('common.settings')}
      </MenuItem>
      <MenuItem icon={<LogOut size={16} />} onSelect={() => void signOutOrAsk(core, show)}>
        {t('session.signOut')}
      </MenuItem>
    </MenuPopup>
  );
}
