import { mayInWorkspace } from '@parley/shared/permissions';
import type { MeView } from '@parley/shared/users';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppDispatch } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Failure } from '../../ui/Failure';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { meChanged } from '../../core/state/session';
import { loadWorkspace } from '../workspace/public/commands';
import { t } from './text/text';

/** One's user name, which can be changed where the workspace allows it. Mentions of the old one still arrive. */
export function UserName({ me }: { me: MeView }) {
  const core = useCore();
  const dispatch = useAppDispatch();
  const [name, setName] = useState(me.username);
  const [isFixed, setIsFixed] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const isAdmin = mayInWorkspace('managePeople', me.role);
  useEffect(() => {
    // Unknown: the form is shown, and the server decides.
    loadWorkspace(core).then(
      ({ renaming }) => setIsFixed(!renaming && !isAdmin),
      () => undefined,
    );
  }, [core, isAdmin]);
  const save = async (): Promise<void> => {
    setFailure(undefined);
    try {
      const body = { username: name.trim() };
      const changed = await core.api.request('PUT /me/username', { body });
      dispatch(meChanged(changed));
      setName(changed.username);
      announce(t('profile.userNameChanged', { name: changed.username }));
    } catch (error) {
      setFailure(error);
    }
  };
  const field = fieldsOf(failure)['username'];
  // Isolated, so that the @ stays in front where one writes from the right.
  const former = me.formerNames.map((one) => `\u2068@${one}\u2069`).join(', ');
  return (
    <section className="mt-6 border-t border-line pt-5">
      <OneFieldForm
        label={t('profile.userName')}
        dir="ltr"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={name}
        onType={setName}
        error={field}
        disabled={isFixed}
        hint={isFixed ? t('profile.userNameFixed') : t('profile.userNameHint')}
        button={t('common.change')}
        still={isFixed || name.trim().toLowerCase() === me.username}
        onSend={() => void save()}
      />
      {former !== '' && (
        <p className="mt-2 mb-0 text-[13px] text-soft">{t('profile.formerNames', { names: former })}</p>
      )}
      <Failure>{failure !== undefined && field === undefined && sentenceOf(failure)}</Failure>
    </section>
  );
}
