import { mayPunish } from '@parley/shared/moderation/ranks';
import { mayInWorkspace } from '@parley/shared/permissions';
import { Flag, Gavel } from 'lucide-react';
import { useDialogs } from '../../../core/dialogs';
import { useAppSelector } from '../../../core/store';
import { MenuItem } from '../../../ui/Menu';
import { t } from '../text/text';

/** In the menu of a person: report them, and for moderators mute or ban them. */
export function PersonModeration({ userId, roomId, name }: { userId: string; roomId: string; name: string }) {
  const { show } = useDialogs();
  const role = useAppSelector((state) => state.session.me?.role ?? 'guest');
  const target = useAppSelector((state) => state.people.users.entities[userId]);
  if (!target || target.bot || target.erased === true) return null;
  return (
    <>
      <MenuItem icon={<Flag size={16} />} onSelect={() => show({ kind: 'report', userId })}>
        {t('moderation.reportPerson', { name })}
      </MenuItem>
      {mayInWorkspace('moderate', role) && mayPunish(role, target.role) && (
        <MenuItem
          danger
          icon={<Gavel size={16} />}
          onSelect={() => show({ kind: 'restrict', userId, roomId })}
        >
          {t('moderation.restrict', { name })}
        </MenuItem>
      )}
    </>
  );
}
