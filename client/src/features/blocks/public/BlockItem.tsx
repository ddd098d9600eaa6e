import { Ban } from 'lucide-react';
import { useDialogs } from '../../../core/dialogs';
import { personName } from '../../../core/rooms/personName';
import { useAppSelector } from '../../../core/store';
import { MenuItem } from '../../../ui/Menu';
import { t } from '../text/text';
import { useUnblock } from '../useUnblock';

/** In the menu of another person: block them, or end that. */
export function BlockItem({ userId }: { userId: string }) {
  const { show } = useDialogs();
  const unblock = useUnblock();
  const me = useAppSelector((state) => state.session.me);
  const user = useAppSelector((state) => state.people.users.entities[userId]);
  if (!user || user.bot || user.erased === true || userId === me?.userId) return null;
  const name = personName(user);
  if (me?.blocked?.includes(userId) === true)
    return (
      <MenuItem icon={<Ban size={16} />} onSelect={() => unblock(userId, name)}>
        {t('blocks.unblockName', { name })}
      </MenuItem>
    );
  return (
    <MenuItem danger icon={<Ban size={16} />} onSelect={() => show({ kind: 'block', userId })}>
      {t('blocks.block', { name })}
    </MenuItem>
  );
}
