import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Checkbox } from '../../ui/Checkbox';
import { Failure } from '../../ui/Failure';
import { permitted, setPreferences, supported, usePreferences } from './public/preferences';
import { subscribe, unsubscribe } from './push';
import { ring } from './ring';
import { t } from './text/text';

interface Switch {
  /** The browser denies permission, and shows no prompt again. */
  denied: boolean;
  /** There is no push subscription: no notifications while the page is closed. */
  asleep: boolean;
  turnOn: () => Promise<void>;
  turnOff: () => void;
}

/** Turns notifications of this device on and off. */
function useSwitch(): Switch {
  const core = useCore();
  const [denied, setDenied] = useState(supported() && Notification.permission === 'denied');
  const [asleep, setAsleep] = useState(false);
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
  return { denied, asleep, turnOn, turnOff };
}

/** Sends a test notification: by push where that is set up, else from this page. */
function useTest(push: boolean): { failure: string | undefined; test: () => void } {
  const core = useCore();
  const [failure, setFailure] = useState<string>();
  const test = (): void => {
    const content = { title: 'Parley', body: t('notify.test.body') };
    if (!push) return void ring({ ...content, tag: 'test', path: location.pathname }, () => undefined);
    setFailure(undefined);
    core.api
      .request('POST /me/push/test', { body: content })
      .catch((error: unknown) => setFailure(sentenceOf(error)));
  };
  return { failure, test };
}

/** The notifications of this device. The browser asks for permission only after a click. */
export function ThisDevice() {
  const { on, sound, push } = usePreferences();
  const { denied, asleep, turnOn, turnOff } = useSwitch();
  const { failure, test } = useTest(push);
  if (!supported())
    return (
      <p className="mt-0 mb-4 text-[14px] text-soft">
        {window.isSecureContext ? t('notify.unsupported') : t('notify.needsHttps')}
      </p>
    );
  const active = on && permitted();
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
      <Checkbox
        label={t('notify.sound')}
        checked={sound}
        onChange={(next) => setPreferences({ sound: next })}
        className="mb-5"
      />
    </>
  );
}
