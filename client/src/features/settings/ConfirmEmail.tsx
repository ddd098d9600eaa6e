import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppDispatch } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { t } from './text/text';
import { meChanged } from '../../core/state/session';

/** Where one types the code that was sent to one's e-mail address. */
export function ConfirmEmail() {
  const core = useCore();
  const dispatch = useAppDispatch();
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    core.api.request('POST /me/email', { body: { code } }).then((me) => {
      dispatch(meChanged(me));
      announce(t('profile.saved'));
    }, setFailure);
  };
  const fields = fieldsOf(failure);
  return (
    <form onSubmit={submit} className="flex items-start gap-2">
      <Field
        label={t('profile.emailCode')}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        dir="ltr"
        required
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={fields['code']}
        hint={t('profile.emailCodeHint')}
        className="flex-1"
      />
      <Button type="submit" className="mt-[26px]">
        {t('profile.confirmEmail')}
      </Button>
      {failure !== undefined && fields['code'] === undefined && <Failure>{sentenceOf(failure)}</Failure>}
    </form>
  );
}
