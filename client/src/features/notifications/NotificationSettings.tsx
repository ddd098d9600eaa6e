import type { UpdateMeInput } from '@parley/shared/users';
import { useEffect, useRef, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppDispatch, useAppSelector } from '../../core/store';
import { fieldsOf } from '../../platform/api';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { Field } from '../../ui/Field';
import { meChanged } from '../../core/state/session';
import { QuietHoursForm } from './QuietHoursForm';
import { RingLog } from './RingLog';
import { ThisDevice } from './ThisDevice';

const wordsIn = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .slice(0, 50);

/** The notifications of this device; and for all devices, which words notify, and the quiet hours. */
export function NotificationSettings() {
  const core = useCore();
  const dispatch = useAppDispatch();
  const me = useAppSelector((state) => state.session.me);
  const [words, setWords] = useState(me?.keywords.join(', ') ?? '');
  const [failure, setFailure] = useState<unknown>();
  const save = (input: UpdateMeInput): void => {
    setFailure(undefined);
    // Shown at once, and replaced by the response, or by the old value if that is an error.
    if (me && input.quiet !== undefined) dispatch(meChanged({ ...me, quiet: input.quiet }));
    core.api.request('PATCH /me', { body: input }).then(
      (saved) => {
        dispatch(meChanged(saved));
        announce(t('common.saved'));
      },
      (error: unknown) => {
        if (me) dispatch(meChanged(me));
        setFailure(error);
      },
    );
  };
  const saveWords = (): void => {
    const keywords = wordsIn(words);
    if (me && keywords.join() !== me.keywords.join()) save({ keywords });
  };
  // Escape closes the dialog without a blur of the field.
  const flush = useRef(saveWords);
  flush.current = saveWords;
  useEffect(() => () => flush.current(), []);
  if (!me) return null;
  const fields = fieldsOf(failure);
  return (
    <>
      <p className="mt-0 mb-4 text-[14px] text-soft">{t('notify.lead')}</p>
      <ThisDevice />
      <Field
        label={t('notify.keywords')}
        dir="auto"
        value={words}
        placeholder={t('notify.keywordsExample')}
        hint={t('notify.keywordsHint')}
        onChange={(event) => setWords(event.target.value)}
        onBlur={saveWords}
        onKeyDown={(event) => event.key === 'Enter' && saveWords()}
        error={fields['keywords']}
      />
      <QuietHoursForm quiet={me.quiet} onChange={(quiet) => save({ quiet })} />
      <FormFailure error={failure} />
      <RingLog />
    </>
  );
}
