import type { UpdateMeInput } from '@parley/shared/users';
import { useEffect, useRef, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppDispatch, useAppSelector } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { meChanged } from '../../core/state/session';
import { permitted, setPreferences, supported, usePreferences } from './public/preferences';
import { subscribe, unsubscribe } from './push';
import { QuietHoursForm } from './QuietHoursForm';
import { ring } from './ring';
import { RingLog } from './RingLog';

const wordsIn = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .slice(0, 50);

/** Turning them on and off here. The browser is asked only by a click on the button. */
function ThisDevice() {
  const core = useCore();
  const { on, sound, push } = usePreferences();
  const [denied, setDenied] = useState(supported() && Notification.permission === 'denied');
  const [asleep, setAsleep] = useState(false);
  const [failure, setFailure] = useState<string>();
  const active = on && permitted();
  const turnOn = async (): Promise<void> => {
    const answer = await Notification.requestPermission();
    setDenied(answer === 'denied');
    setPreferences({ on: answer === 'granted' });
    if (answer === 'granted') setAsleep(!(await subscribe(core)));
  };
  const turnOff = (): void => {
    setPreferences({ on: false });
    void unsubscribe(core);
  };
  const test = (): void => {
    const said = { title: 'Parley', body: t('notify.test.body') };
    if (!push) return void ring({ ...said, tag: 'test', path: location.pathname }, () => undefined);
    setFailure(undefined);
    core.api
      .request('POST /me/push/test', { body: said })
      .catch((error: unknown) => setFailure(sentenceOf(error)));
  };
  if (!supported())
    return (
      <p className="mt-0 mb-4 text-[14px] text-soft">
        {window.isSecureContext ? t('notify.unsupported') : t('notify.needsHttps')}
      </p>
    );
  return (
    <>
      <div className="mb-4 flex items-center gap-2">
        {active ? (
          <>
            <Button onClick={turnOff}>{t('notify.off')}</Button>
            <Button onClick={test}>{t('notify.test')}</Button>
          </>
        ) : (
          <Button kind="primary" disabled={denied} onClick={() => void turnOn()}>
            {t('notify.on')}
          </Button>
        )}
      </div>
      <Failure>{failure}</Failure>
      {denied && (
        <p role="status" className="mt-0 mb-4 text-[14px] text-danger">
          {t('notify.denied')}
        </p>
      )}
      {active && (
        <p role="status" className="mt-0 mb-4 text-[14px] text-soft">
          {push ? t('notify.push') : asleep ? t('notify.pushUnavailable') : ''}
        </p>
      )}
      <label className="mb-5 flex items-center gap-2.5 text-[14px]">
        <input
          type="checkbox"
          checked={sound}
          onChange={(event) => setPreferences({ sound: event.target.checked })}
          className="size-4 accent-[var(--accent-solid)]"
        />
        {t('notify.sound')}
      </label>
    </>
  );
}

/** How this device notifies, and on all of them what counts and when it is quiet. */
export function NotificationSettings() {
  const core = useCore();
  const dispatch = useAppDispatch();
  const me = useAppSelector((state) => state.session.me);
  const [words, setWords] = useState(me?.keywords.join(', ') ?? '');
  const [failure, setFailure] = useState<unknown>();
  const save = (input: UpdateMeInput): void => {
    setFailure(undefined);
    // Shown at once; what the server answers, or what it was before, takes its place.
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
  // Escape closes the dialog without leaving the field first.
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
      <Failure>{failure !== undefined && Object.keys(fields).length === 0 && sentenceOf(failure)}</Failure>
      <RingLog />
    </>
  );
}
