import type { MeView } from '@parley/shared/users';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { fieldsOf } from '../../platform/api';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Checkbox } from '../../ui/Checkbox';
import { Field } from '../../ui/Field';
import { roleName } from '../people/public/roles';
import { ConfirmEmail } from './ConfirmEmail';
import { MyPicture } from './MyPicture';
import { endOf } from './StatusEnd';
import { StatusFields, type Status } from './StatusFields';
import { t } from './text/text';
import { UserName } from './UserName';
import { useSaveMe } from './useSaveMe';

/** @param name as typed: the letters of an avatar follow it before it is saved */
const ProfileHeader = ({ me, name }: { me: MeView; name: string }) => (
  <div className="mb-5 flex items-center gap-4">
    <Avatar id={me.userId} name={name || me.displayName} size={56} />
    <div>
      <div className="name">
        <bdi>{me.displayName}</bdi>
      </div>
      <div className="text-[13px] text-soft">
        <bdi>@{me.username}</bdi> · {roleName(me.role)}
      </div>
      <MyPicture has={me.picture !== null} />
    </div>
  </div>
);

/** An unchanged status is not sent: its time would start again. */
const changedStatus = (me: MeView, { text, emoji, life }: Status, now: Date) =>
  text === me.statusText && emoji === me.statusEmoji && life === 'never'
    ? {}
    : { statusText: text, statusEmoji: emoji, statusUntil: endOf(life, now) };

function ProfileForm({ me }: { me: MeView }) {
  const core = useCore();
  const [name, setName] = useState(me.displayName);
  const [email, setEmail] = useState(me.email ?? '');
  const [status, setStatus] = useState<Status>({ text: me.statusText, emoji: me.statusEmoji, life: 'never' });
  const { save, failure } = useSaveMe();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const input = { displayName: name, email: email.trim() === '' ? null : email.trim() };
    void save({ ...input, ...changedStatus(me, status, core.api.now()) }, t('profile.saved'));
  };
  const fields = fieldsOf(failure);
  return (
    <form onSubmit={submit}>
      <ProfileHeader me={me} name={name} />
      <Field
        label={t('profile.name')}
        dir="auto"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fields['displayName']}
        required
      />
      <Field
        label={t('profile.email')}
        type="email"
        autoComplete="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={fields['email']}
        hint={t('profile.emailHint')}
      />
      <StatusFields
        status={status}
        until={me.statusUntil}
        error={fields['statusText']}
        onChange={setStatus}
      />
      <Checkbox
        label={t('presence.dnd.long')}
        checked={me.presenceMode === 'dnd'}
        onChange={(on) => void save({ presenceMode: on ? 'dnd' : 'auto' }, t('common.saved'))}
        className="mb-2"
      />
      <Checkbox
        label={t('profile.shareReads')}
        checked={me.showReceipts}
        onChange={(showReceipts) => void save({ showReceipts }, t('common.saved'))}
        className="mb-5"
      />
      <FormFailure error={failure} />
      <Button type="submit" kind="primary">
        {t('common.save')}
      </Button>
    </form>
  );
}

/** One's name, address, status and picture, as others see them. */
export function Profile() {
  const me = useAppSelector((state) => state.session.me);
  if (!me) return null;
  return (
    <>
      <ProfileForm me={me} />
      {me.email !== null && !me.emailConfirmed && <ConfirmEmail />}
      <UserName me={me} />
    </>
  );
}
