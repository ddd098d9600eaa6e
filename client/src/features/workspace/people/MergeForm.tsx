import type { MergePreview } from '@parley/shared/merging';
import type { UserView } from '@parley/shared/users';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../../core/coreContext';
import { FormFailure } from '../../../core/FormFailure';
import { useLoaded } from '../../../core/useLoaded';
import { fieldsOf, sentenceOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { Field } from '../../../ui/Field';
import { SkeletonRows } from '../../../ui/Skeleton';
import { PeoplePicker } from '../../rooms/public/PeoplePicker';
import { mergePerson, previewMerge } from '../public/commands';
import { t } from '../text/text';

/** What would move, in numbers. */
function Counts({ preview }: { preview: MergePreview }) {
  const { messages, rooms, conversations, apart, signIns, signInsLost } = preview;
  return (
    <div role="status" className="mb-3 text-[14px]">
      <p className="m-0 mb-1.5">{t('people.mergeCounts', { messages, rooms, conversations, signIns })}</p>
      {apart > 0 && <p className="m-0 mb-1.5 text-soft">{t('people.mergeApart', { count: apart })}</p>}
      {signInsLost > 0 && <p className="m-0 text-soft">{t('people.mergeLost', { count: signInsLost })}</p>}
    </div>
  );
}

interface ConfirmProps {
  user: UserView;
  into: string;
  onDone: () => void;
}

/** The numbers, and the user name of the account that goes, typed: a wrong click merges nobody. */
function Confirm({ user: { userId, username }, into, onDone }: ConfirmProps) {
  const core = useCore();
  const load = useCallback(() => previewMerge(core, userId, into), [core, userId, into]);
  const { value: preview, failure } = useLoaded(load);
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (failure !== undefined) return <Failure>{sentenceOf(failure)}</Failure>;
  if (!preview) return <SkeletonRows rows={1} />;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setBusy(true);
    setRefused(undefined);
    mergePerson(core, userId, { into, username: typed }).then(onDone, (error: unknown) => {
      setRefused(error);
      setBusy(false);
    });
  };
  return (
    <form onSubmit={submit}>
      <Counts preview={preview} />
      <Field
        label={t('people.deleteType', { username })}
        dir="ltr"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={fieldsOf(refused)['username']}
      />
      <FormFailure error={refused} />
      <Button type="submit" kind="danger" disabled={busy || typed.trim() === ''}>
        {t('people.mergeSure')}
      </Button>
    </form>
  );
}

/** Merges somebody's account into another one of theirs. */
export function MergeForm({ user }: { user: UserView }) {
  const [isOpen, setIsOpen] = useState(false);
  const [into, setInto] = useState<string>();
  if (!isOpen)
    return (
      <Button kind="danger" onClick={() => setIsOpen(true)}>
        {t('people.merge')}
      </Button>
    );
  const close = (): void => {
    setIsOpen(false);
    setInto(undefined);
  };
  const done = (): void => {
    announce(t('people.merging'));
    close();
  };
  return (
    <section aria-label={t('people.merge')} className="w-full rounded-lg border border-danger p-3">
      <p className="mt-0 mb-3 text-[14px]">{t('people.mergeLead', { name: user.displayName })}</p>
      <h4 className="m-0 mb-1.5 text-[13px] font-semibold">{t('people.mergeInto')}</h4>
      <PeoplePicker
        picked={into === undefined ? [] : [into]}
        onChange={(userIds) => setInto(userIds.at(-1))}
        without={[user.userId]}
      />
      <div className="my-3">
        {into !== undefined && <Confirm key={into} user={user} into={into} onDone={done} />}
      </div>
      <Button kind="quiet" onClick={close}>
        {t('common.cancel')}
      </Button>
    </section>
  );
}
