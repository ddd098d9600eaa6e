import { meView, type UpdateMeInput } from '@parley/shared/users';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../app/coreContext';
import { useAppDispatch, useAppSelector } from '../../app/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Failure } from '../../ui/Failure';
import { EmojiButton } from '../emoji/EmojiButton';
import { meChanged } from '../session/session.state';

export function Profile() {
  const core = useCore();
  const dispatch = useAppDispatch();
  const me = useAppSelector((state) => state.session.me);
  const [name, setName] = useState(me?.displayName ?? '');
  const [email, setEmail] = useState(me?.email ?? '');
  const [statusText, setStatusText] = useState(me?.statusText ?? '');
  const [statusEmoji, setStatusEmoji] = useState(me?.statusEmoji ?? '');
  const [failure, setFailure] = useState<unknown>();
  if (!me) return null;
  const save = async (input: UpdateMeInput, said: string): Promise<void> => {
    setFailure(undefined);
    try {
      dispatch(meChanged(meView.parse(await core.api.request('/me', { method: 'PATCH', body: input }))));
      announce(said);
    } catch (error) {
      setFailure(error);
    }
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    void save(
      { displayName: name, email: email.trim() === '' ? null : email.trim(), statusText, statusEmoji },
      'Profile saved',
    );
  };
  const fields = fieldsOf(failure);
  return (
    <form onSubmit={submit}>
      <div className="mb-5 flex items-center gap-4">
        <Avatar id={me.userId} name={name || me.displayName} size={56} />
        <div>
          <div className="name" dir="auto">
            {me.displayName}
          </div>
          <div className="text-[13px] text-soft">
            @{me.username} · {me.role}
          </div>
        </div>
      </div>
      <Field
        label="Your name"
        dir="auto"
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fields['displayName']}
        required
      />
      <Field
        label="E-mail"
        type="email"
        autoComplete="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={fields['email']}
        hint="You can sign in with it. Only you see it."
      />
      <div className="flex items-start gap-2">
        <div className="pt-[26px]">
          <EmojiButton label="Status emoji" onPick={setStatusEmoji}>
            <span className="text-[20px]">{statusEmoji || '🙂'}</span>
          </EmojiButton>
        </div>
        <Field
          label="Status"
          dir="auto"
          placeholder="What are you up to?"
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
            Clear
          </Button>
        )}
      </div>
      <label className="mb-2 flex items-center gap-2.5 text-[14px]">
        <input
          type="checkbox"
          checked={me.presenceMode === 'dnd'}
          onChange={(event) => void save({ presenceMode: event.target.checked ? 'dnd' : 'auto' }, 'Saved')}
          className="size-4 accent-[var(--accent-solid)]"
        />
        Do not disturb
      </label>
      <label className="mb-5 flex items-center gap-2.5 text-[14px]">
        <input
          type="checkbox"
          checked={me.showReceipts}
          onChange={(event) => void save({ showReceipts: event.target.checked }, 'Saved')}
          className="size-4 accent-[var(--accent-solid)]"
        />
        Let others see what I have read
      </label>
      <Failure>{failure !== undefined && Object.keys(fields).length === 0 && sentenceOf(failure)}</Failure>
      <Button type="submit" kind="primary">
        Save
      </Button>
    </form>
  );
}
