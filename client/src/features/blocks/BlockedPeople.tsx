import { personName } from '../../core/rooms/personName';
import { useAppSelector } from '../../core/store';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { t } from './text/text';
import { useUnblock } from './useUnblock';

function Person({ userId }: { userId: string }) {
  const user = useAppSelector((state) => state.people.users.entities[userId]);
  const name = personName(user);
  const unblock = useUnblock();
  return (
    <li className="flex items-center gap-3 py-2">
      <Avatar id={userId} name={user?.displayName ?? '?'} size={28} />
      <span className="min-w-0 flex-1 truncate text-[14px]">
        <bdi>{name}</bdi>
        {user && <span className="ms-2 text-soft">@{user.username}</span>}
      </span>
      <Button aria-label={t('blocks.unblockName', { name })} onClick={() => unblock(userId, name)}>
        {t('blocks.unblock')}
      </Button>
    </li>
  );
}

/** In one's settings: the people one has blocked. */
export function BlockedPeople() {
  const blocked = useAppSelector((state) => state.session.me?.blocked) ?? [];
  return (
    <section aria-label={t('blocks.title')}>
      <p className="mt-0 text-[14px] text-soft">{t('blocks.settingsLead')}</p>
      {blocked.length === 0 && <p className="text-[14px]">{t('blocks.none')}</p>}
      <ul className="m-0 list-none divide-y divide-line p-0">
        {blocked.map((userId) => (
          <Person key={userId} userId={userId} />
        ))}
      </ul>
    </section>
  );
}
