import type { WorkspaceRole } from '@parley/shared/permissions';
import type { UserView } from '@parley/shared/users';
import { mayManage } from '@parley/shared/permissions';
import type { UpdatePersonInput } from '@parley/shared/workspace';
import { Pencil, UserCog } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Avatar } from '../../ui/Avatar';
import { Button, IconButton } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { classes } from '../../ui/classes';
import { SkeletonRows } from '../../ui/Skeleton';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { personName } from '../../core/rooms/personName';
import { renamePerson, updatePerson } from './public/commands';
import { t } from './text/text';
import { roleName } from '../people/public/roles';

const PersonAccount = lazy(() => import('./PersonAccount').then((m) => ({ default: m.PersonAccount })));

const roles: WorkspaceRole[] = ['owner', 'admin', 'moderator', 'member', 'guest'];

interface PersonRowProps {
  user: UserView;
  myRole: WorkspaceRole;
  isMe: boolean;
  onChange: (input: UpdatePersonInput) => void;
}

/** A person's user name, which a click turns into a field. */
function PersonName({ user, manageable }: { user: UserView; manageable: boolean }) {
  const core = useCore();
  const [name, setName] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const shown = (
    <span className="block truncate text-[12px] text-soft">
      <bdi>@{user.username}</bdi>
    </span>
  );
  if (!manageable) return shown;
  if (name === undefined)
    return (
      <button
        type="button"
        // The accessible name begins with the visible text (WCAG 2.5.3, speech input).
        aria-label={`@${user.username} · ${t('people.renameNamed', { name: user.displayName })}`}
        title={t('people.renameNamed', { name: user.displayName })}
        onClick={() => setName(user.username)}
        className="flex max-w-full items-center gap-1 rounded hover:text-text hover:underline"
      >
        {shown}
        <Pencil size={12} aria-hidden="true" className="shrink-0 text-soft" />
      </button>
    );
  const save = (): void => {
    setFailure(undefined);
    renamePerson(core, user.userId, name.trim()).then(() => {
      setName(undefined);
      announce(t('common.saved'));
    }, setFailure);
  };
  return (
    <OneFieldForm
      label={t('profile.userName')}
      dir="ltr"
      autoCapitalize="none"
      spellCheck={false}
      autoFocus
      value={name}
      onType={setName}
      error={failure === undefined ? undefined : (fieldsOf(failure)['username'] ?? sentenceOf(failure))}
      button={t('common.change')}
      still={name.trim().toLowerCase() === user.username}
      onSend={save}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // Escape ends the field, and not the dialog.
        event.stopPropagation();
        setName(undefined);
      }}
    />
  );
}

function PersonRow({ user, myRole, isMe, onChange }: PersonRowProps) {
  const [sure, setSure] = useState(false);
  const [open, setOpen] = useState(false);
  const manageable = mayManage(myRole, user.role, user.role);
  const act = (): void => {
    if (user.active && !sure) return setSure(true);
    setSure(false);
    onChange({ active: !user.active });
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <Avatar id={user.userId} name={user.displayName} size={32} />
      <div className="min-w-0 flex-1 max-[819px]:basis-[calc(100%-44px)]">
        <span className={classes('block truncate text-[14px]', user.active ? 'name' : 'text-soft')}>
          <bdi>{personName(user)}</bdi>
        </span>
        <PersonName key={user.username} user={user} manageable={manageable || isMe} />
      </div>
      <select
        aria-label={t('people.roleOf', { name: user.displayName })}
        value={user.role}
        disabled={!manageable || !user.active}
        onChange={(event) => onChange({ role: event.target.value as WorkspaceRole })}
        className="h-9 rounded-lg border border-strong bg-page px-2 text-[14px] disabled:opacity-60 max-[819px]:h-11"
      >
        {roles.map((role) => (
          <option key={role} value={role} disabled={!mayManage(myRole, user.role, role)}>
            {roleName(role)}
          </option>
        ))}
      </select>
      <Button
        kind={sure ? 'danger' : 'plain'}
        disabled={!manageable || isMe}
        onClick={act}
        onBlur={() => setSure(false)}
        aria-label={t(user.active ? 'people.deactivateNamed' : 'people.restoreNamed', {
          name: user.displayName,
        })}
        className="w-[104px]"
      >
        {user.active ? (sure ? t('people.sure') : t('people.deactivate')) : t('people.restore')}
      </Button>
      <IconButton
        label={t('people.editNamed', { name: user.displayName })}
        aria-expanded={open}
        disabled={!manageable || isMe}
        onClick={() => setOpen(!open)}
      >
        <UserCog size={18} strokeWidth={1.75} />
      </IconButton>
      {open && (
        <Suspense fallback={<SkeletonRows rows={3} />}>
          <PersonAccount user={user} />
        </Suspense>
      )}
    </li>
  );
}

/** All people with their roles. Deactivating ends a person's sessions and blocks new ones; their messages stay. */
export function People() {
  const core = useCore();
  const users = useAppSelector((state) => state.people.users.entities);
  const me = useAppSelector((state) => state.session.me);
  const [query, setQuery] = useState('');
  const [failure, setFailure] = useState<string>();
  if (!me) return null;
  const wanted = query.trim().toLowerCase();
  const found = Object.values(users)
    .filter(
      (user) =>
        !user.bot &&
        user.erased !== true &&
        [user.displayName, user.username, ...user.formerNames].join(' ').toLowerCase().includes(wanted),
    )
    .sort((a, b) => Number(b.active) - Number(a.active) || a.displayName.localeCompare(b.displayName));
  const change = (user: UserView, input: UpdatePersonInput): void => {
    setFailure(undefined);
    updatePerson(core, user.userId, input).then(
      () => announce(t('common.saved')),
      (error: unknown) => setFailure(sentenceOf(error)),
    );
  };
  return (
    <>
      <input
        type="search"
        aria-label={t('people.search')}
        placeholder={t('people.search')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        className="mb-2 h-10 w-full rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:text-[16px]"
      />
      <Failure>{failure}</Failure>
      <ul aria-label={t('people.people')} className="m-0 list-none divide-y divide-line p-0">
        {found.map((user) => (
          <PersonRow
            key={user.userId}
            user={user}
            myRole={me.role}
            isMe={user.userId === me.userId}
            onChange={(input) => change(user, input)}
          />
        ))}
      </ul>
    </>
  );
}
