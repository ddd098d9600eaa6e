import type { UpdateMeInput } from '@parley/shared/users';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppDispatch, useAppSelector } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Failure } from '../../ui/Failure';
import { EmojiButton } from '../emoji/public/EmojiButton';
import { ConfirmEmail } from './ConfirmEmail';
import { DeleteMe } from './DeleteMe';
import { MyPicture } from './MyPicture';
import { endOf, StatusEnd, type StatusLife } from './StatusEnd';
import { UserName } from './UserName';
import { meChanged } from '../../core/state/session';
import { t } from './text/text';
import { roleName } from '../people/public/roles';

export function Profile() {
  const core = useCore();
  const dispatch = useAppDispatch();
  const me = useAppSelector((state) => state.session.me);
  const [name, setName] = useState(me?.displayName ?? '');
  const [email, setEmail] = useState(me?.email ?? '');
  const [statusText, setStatusText] = useState(me?.statusText ?? '');
  const [statusEmoji, setStatusEmoji] = useState(me?.statusEmoji ?? '');
  const [life, setLife] = useState<StatusLife>('never');
  const [failure, setFailure] = useState<unknown>();
  if (!me) return null;
  const save = async (input: UpdateMeInput, said: string): Promise<void> => {
    setFailure(undefined);
    try {
      dispatch(meChanged(await core.api.request('PATCH /me', { body: input })));
      announce(said);
    } catch (error) {
      setFailure(error);
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const status =
      statusText === me.statusText && statusEmoji === me.statusEmoji && life === 'never'
        ? {}
        : { statusText, statusEmoji, statusUntil: endOf(life, core.api.now()) };
    void save(
      { displayName: name, email: email.trim() === '' ? null : email.trim(), ...status },
      t('profile.saved'),
    );
  };
  const fields = fieldsOf(failure);
  return (
    <>
      <form onSubmit={submit}>
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
        <div className="flex items-start gap-2">
          <div className="pt-[26px]">
            <EmojiButton label={t('profile.statusEmoji')} onPick={setStatusEmoji}>
              <span className="text-[20px]">{statusEmoji || '🙂'}</span>
            </EmojiButton>
          </div>
          <Field
            label={t('profile.status')}
            dir="auto"
            placeholder={t('profile.statusExample')}
            value={statusText}
            onChange={(event) => setStatusText(event.target.value)}
            error={fields['statusText']}
            className="flex-1"
          />
          {(statusText !== '' || statusEmoji !== '') && (
            <Button
              kind="quiet"
              className="mt-[26px]"
              onClick={() => {
                setStatusText('');
                setStatusEmoji('');
              }}
            >
              {t('common.clear')}
            </Button>
          )}
        </div>
        <StatusEnd life={life} until={me.statusUntil} onChange={setLife} />
        <label className="mb-2 flex items-center gap-2.5 text-[14px]">
          <input
            type="checkbox"
            checked={me.presenceMode === 'dnd'}
            onChange={(event) =>
              void save({ presenceMode: event.target.checked ? 'dnd' : 'auto' }, t('common.saved'))
            }
            className="size-4 accent-[var(--accent-solid)]"
          />
          {t('presence.dnd.long')}
        </label>
        <label className="mb-5 flex items-center gap-2.5 text-[14px]">
          <input
            type="checkbox"
            checked={me.showReceipts}
            onChange={(event) => void save({ showReceipts: event.target.checked }, t('common.saved'))}
            className="size-4 accent-[var(--accent-solid)]"
          />
          {t('profile.shareReads')}
        </label>
        <Failure>{failure !== undefined && Object.keys(fields).length === 0 && sentenceOf(failure)}</Failure>
        <Button type="submit" kind="primary">
          {t('common.save')}
        </Button>
      </form>
      {me.email !== null && !me.emailConfirmed && <ConfirmEmail />}
      <UserName me={me} />
      <DeleteMe />
    </>
  );
}
