import type { ManagedPerson } from '@parley/shared/people';
import type { WorkspaceRole } from '@parley/shared/permissions';
import type { UserView } from '@parley/shared/users';
import { mayManage } from '@parley/shared/permissions';
import type { UpdatePersonInput } from '@parley/shared/workspace';
import { Pencil, UserCog } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { fieldsOf, sentenceOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Avatar } from '../../../ui/Avatar';
import { Button, IconButton } from '../../../ui/Button';
import { classes } from '../../../ui/classes';
import { SkeletonRows } from '../../../ui/Skeleton';
import { OneFieldForm } from '../../../ui/OneFieldForm';
import { personName } from '../../../core/rooms/personName';
import { renamePerson } from '../public/commands';
import { formatDay, useTimes } from '../../../ui/times';
import { t } from '../text/text';
import { roleName } from '../../people/public/roles';

const PersonAccount = lazy(() => import('./PersonAccount').then((m) => ({ default: m.PersonAccount })));

const roles: WorkspaceRole[] = ['owner', 'admin', 'moderator', 'member', 'guest'];

interface PersonRowProps {
  person: ManagedPerson;
  /** As it is now: the page receives changes of people. */
  user: UserView;
  selected: boolean;
  onSelect: (selected: boolean) => void;
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

/** Where they stand, and when they were here. */
function Facts({ person, user }: { person: ManagedPerson; user: UserView }) {
  useTimes();
  const { seenAt, factor, banned, email } = person;
  const facts = [
    ...(email === null ? [] : [email]),
    ...(banned && user.active ? [t('people.statusBanned')] : []),
    seenAt === null ? t('people.seenNever') : t('people.seenAt', { day: formatDay(Date.parse(seenAt)) }),
    ...(factor ? [t('people.factorWith')] : []),
  ];
  return (
    <span className="tabular block truncate text-[12px] text-soft">
      {facts.map((fact, i) => (
        <span key={fact}>
          {i > 0 && ' · '}
          <bdi>{fact}</bdi>
        </span>
      ))}
    </span>
  );
}

/** Gives a person another role. */
const RoleSelect = ({
  user,
  myRole,
  disabled,
  onChange,
}: Pick<PersonRowProps, 'user' | 'myRole' | 'onChange'> & { disabled: boolean }) => (
  <select
    aria-label={t('people.roleOf', { name: user.displayName })}
    value={user.role}
    disabled={disabled}
    onChange={(event) => onChange({ role: event.target.value as WorkspaceRole })}
    className="h-9 rounded-lg border border-strong bg-page px-2 text-[14px] capitalize disabled:opacity-60 max-[819px]:h-11"
  >
    {roles.map((role) => (
      <option key={role} value={role} disabled={!mayManage(myRole, user.role, role)}>
        {roleName(role)}
      </option>
    ))}
  </select>
);

/** Deactivates at a second press, reactivates at the first. */
function ActiveButton({
  user,
  disabled,
  onChange,
}: Pick<PersonRowProps, 'user' | 'onChange'> & { disabled: boolean }) {
  const [sure, setSure] = useState(false);
  const act = (): void => {
    if (user.active && !sure) return setSure(true);
    setSure(false);
    onChange({ active: !user.active });
  };
  return (
    <Button
      kind={sure ? 'danger' : 'plain'}
      disabled={disabled}
      onClick={act}
      onBlur={() => setSure(false)}
      aria-label={t(user.active ? 'people.deactivateNamed' : 'people.restoreNamed', {
        name: user.displayName,
      })}
      className="w-[104px]"
    >
      {user.active ? (sure ? t('people.sure') : t('people.deactivate')) : t('people.restore')}
    </Button>
  );
}

/** A person of the list, with what is changed often; the rest is in a panel below. */
export function PersonRow({ person, user, myRole, isMe, selected, onSelect, onChange }: PersonRowProps) {
  const [open, setOpen] = useState(false);
  const manageable = mayManage(myRole, user.role, user.role);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <input
        type="checkbox"
        aria-label={t('people.select', { name: user.displayName })}
        checked={selected}
        onChange={(event) => onSelect(event.target.checked)}
        className="size-4 shrink-0 accent-[var(--accent-solid)] max-[819px]:size-5"
      />
      <Avatar id={user.userId} name={user.displayName} size={32} />
      <div className="min-w-0 flex-1 max-[819px]:basis-[calc(100%-88px)]">
        <span className={classes('block truncate text-[14px]', user.active ? 'name' : 'text-soft')}>
          <bdi>{personName(user)}</bdi>
        </span>
        <PersonName key={user.username} user={user} manageable={manageable || isMe} />
        <Facts person={person} user={user} />
      </div>
      <RoleSelect user={user} myRole={myRole} disabled={!manageable || !user.active} onChange={onChange} />
      <ActiveButton user={user} disabled={!manageable || isMe} onChange={onChange} />
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
