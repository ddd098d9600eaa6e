import { formOf, matchNames } from '@parley/shared/nameMatch';
import { mayInWorkspace } from '@parley/shared/permissions';
import type { UserView } from '@parley/shared/users';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useAppSelector } from '../../../core/store';
import { Avatar } from '../../../ui/Avatar';
import { classes } from '../../../ui/classes';
import { formsOf } from '../../people/public/nameForms';
import { isReachable } from '../../../core/state/people';
import { GuestBadge } from './GuestBadge';
import { t } from '../text/text';

/** More people than anybody scrolls through. */
const MOST = 100;

interface PeoplePickerProps {
  picked: string[];
  onChange: (userIds: string[]) => void;
  /** People to leave out, who are members already. */
  without?: string[];
}

interface PersonProps {
  user: UserView;
  picked: boolean;
  onClick: () => void;
}

const Person = ({ user, picked, onClick }: PersonProps) => (
  <li>
    <button
      type="button"
      aria-pressed={picked}
      onClick={onClick}
      className={classes(
        'flex h-11 w-full items-center gap-2.5 rounded-lg px-2 text-start hover:bg-hover',
        picked && 'bg-selected',
      )}
    >
      <Avatar id={user.userId} name={user.displayName} size={28} />
      <span className="min-w-0 flex-1 truncate text-[14px]">
        <bdi>{user.displayName}</bdi> <span className="text-soft">@{user.username}</span>
        {user.role === 'guest' && <GuestBadge />}
      </span>
      {picked && <Check size={16} className="text-accent" aria-hidden="true" />}
    </button>
  </li>
);

/** The people whose name matches, sorted by name. @param without are left out */
function useFound(words: string, without: string[]): UserView[] {
  const users = useAppSelector((state) => state.people.users.entities);
  const typed = formOf(words);
  return Object.values(users)
    .filter((user) => isReachable(user) && !without.includes(user.userId))
    .filter((user) => matchNames(formsOf(user), typed) !== undefined || user.username.includes(words))
    .sort((a, b) => a.displayName.localeCompare(b.displayName))
    .slice(0, MOST);
}

/** A searchable list of people to choose from. */
export function PeoplePicker({ picked, onChange, without = [] }: PeoplePickerProps) {
  const [query, setQuery] = useState('');
  // A member or guest who finds nobody may be one who does not see everybody.
  const seesAll = useAppSelector(({ session }) =>
    mayInWorkspace('managePeople', session.me?.role ?? 'guest'),
  );
  const words = query.toLowerCase().trim();
  const found = useFound(words, without);
  const toggle = (userId: string): void =>
    onChange(picked.includes(userId) ? picked.filter((id) => id !== userId) : [...picked, userId]);
  return (
    <div>
      <input
        autoFocus
        aria-label={t('people.search')}
        placeholder={t('people.search')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key !== 'Enter' || !first || words === '') return;
          event.preventDefault();
          toggle(first.userId);
          setQuery('');
        }}
        className="mb-2 h-[42px] w-full rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint"
      />
      <ul aria-label={t('people.people')} className="m-0 max-h-[260px] list-none overflow-y-auto p-0">
        {found.map((user) => (
          <Person
            key={user.userId}
            user={user}
            picked={picked.includes(user.userId)}
            onClick={() => toggle(user.userId)}
          />
        ))}
        {found.length === 0 && (
          <li className="px-2 py-3 text-[14px] text-soft">
            {words !== '' ? t('people.noneFound') : seesAll ? t('people.nobodyYet') : t('people.noneShared')}
          </li>
        )}
      </ul>
    </div>
  );
}
