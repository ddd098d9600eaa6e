import { resetPath, type ResetLinkView } from '@parley/shared/recovery';
import type { AccountView, UserView } from '@parley/shared/users';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { base } from '../../../platform/base';
import { useCore } from '../../../core/coreContext';
import { FormFailure } from '../../../core/FormFailure';
import { useAppSelector } from '../../../core/store';
import { useLoaded } from '../../../core/useLoaded';
import { fieldsOf, sentenceOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { Field } from '../../../ui/Field';
import { ShownOnce } from '../../../ui/ShownOnce';
import { SkeletonRows } from '../../../ui/Skeleton';
import { RemoveFactors } from '../../factors/public/RemoveFactors';
import { DeleteAccountForm } from '../../people/public/DeleteAccountForm';
import { changeAccount, createResetLink, deletePerson, loadAccount } from '../public/commands';
import { t } from '../text/text';
import { MergeForm } from './MergeForm';
import { PersonAccess } from './PersonAccess';

/** Name and e-mail address, as they are stored when it opens. */
function AccountForm({ account }: { account: AccountView }) {
  const core = useCore();
  const [name, setName] = useState(account.user.displayName);
  const [email, setEmail] = useState(account.email ?? '');
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    const input = { displayName: name, email: email.trim() === '' ? null : email.trim() };
    changeAccount(core, account.user.userId, input).then(() => announce(t('common.saved')), setFailure);
  };
  const fields = fieldsOf(failure);
  return (
    <form onSubmit={submit}>
      <Field
        label={t('rooms.name')}
        dir="auto"
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fields['displayName']}
      />
      <Field
        label={t('profile.email')}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={fields['email']}
      />
      <FormFailure error={failure} />
      <Button type="submit" kind="primary">
        {t('common.save')}
      </Button>
    </form>
  );
}

/** Creates a link for a person who has forgotten their password. */
function ResetLink({ user }: { user: UserView }) {
  const core = useCore();
  const [link, setLink] = useState<ResetLinkView>();
  const [failure, setFailure] = useState<unknown>();
  const create = (): void => {
    setFailure(undefined);
    createResetLink(core, user.userId).then(setLink, setFailure);
  };
  return (
    <>
      {link && (
        <ShownOnce
          secret={location.origin + base + resetPath(link.token)}
          lead={t('people.resetLinkLead')}
          why={t('people.resetLinkWhy', { name: user.displayName })}
          copy={t('people.resetLinkCopy')}
          copied={t('common.linkCopied')}
        />
      )}
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      <Button disabled={!user.active} onClick={create}>
        {t('people.resetLink')}
      </Button>
    </>
  );
}

/** What admins can do with a person's account. */
export function PersonAccount({ user }: { user: UserView }) {
  const core = useCore();
  const { userId } = user;
  const isSelf = useAppSelector(({ session }) => session.me?.userId === userId);
  const load = useCallback(() => loadAccount(core, userId), [core, userId]);
  const { value: account, failure } = useLoaded(load);
  return (
    <section
      aria-label={t('people.editNamed', { name: user.displayName })}
      className="mt-1 mb-2 flex w-full flex-col items-start gap-3 rounded-lg bg-panel p-3 [&>form]:w-full"
    >
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {account ? <AccountForm account={account} /> : <SkeletonRows rows={2} />}
      <PersonAccess userId={userId} />
      <ResetLink user={user} />
      <RemoveFactors userId={userId} />
      {!isSelf && <MergeForm user={user} />}
      <DeleteAccountForm
        open={t('people.deleteAccount')}
        lead={t('people.deleteLead', { name: user.displayName })}
        confirm={{
          field: 'username',
          label: t('people.deleteType', { username: user.username }),
          dir: 'ltr',
          autoComplete: 'off',
        }}
        onDelete={async (username, messages) => {
          await deletePerson(core, userId, { username, messages });
          announce(t('people.deleting'));
        }}
      />
    </section>
  );
}
