import { useState } from 'react';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { permitted, setPreferences, supported, usePreferences } from './preferences';
import { ring } from './ring';
import { t } from '../../text/text';

/** How this device notifies. The browser is asked only by a click on the button. */
export function NotificationSettings() {
  const { on, sound, keywords } = usePreferences();
  const [denied, setDenied] = useState(supported() && Notification.permission === 'denied');
  const [words, setWords] = useState(keywords.join(', '));
  const active = on && permitted();
  const turnOn = async (): Promise<void> => {
    const answer = await Notification.requestPermission();
    setDenied(answer === 'denied');
    setPreferences({ on: answer === 'granted' });
  };
  const test = (): void =>
    ring({
      title: 'Parley',
      body: t('notify.test.body'),
      tag: 'test',
      onClick: () => undefined,
    });
  if (!supported()) return <p className="mt-0 mb-4 text-[14px] text-soft">{t('notify.unsupported')}</p>;
  return (
    <>
      <p className="mt-0 mb-4 text-[14px] text-soft">{t('notify.lead')}</p>
      <div className="mb-5 flex items-center gap-2">
        {active ? (
          <>
            <Button onClick={() => setPreferences({ on: false })}>{t('notify.off')}</Button>
            <Button onClick={test}>{t('notify.test')}</Button>
          </>
        ) : (
          <Button kind="primary" disabled={denied} onClick={() => void turnOn()}>
            {t('notify.on')}
          </Button>
        )}
      </div>
      {denied && (
        <p role="status" className="mt-0 mb-4 text-[14px] text-danger">
          {t('notify.denied')}
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
      <Field
        label={t('notify.keywords')}
        dir="auto"
        value={words}
        placeholder={t('notify.keywordsExample')}
        hint={t('notify.keywordsHint')}
        onChange={(event) => {
          setWords(event.target.value);
          setPreferences({
            keywords: event.target.value
              .split(',')
              .map((word) => word.trim())
              .filter((word) => word !== '')
              .slice(0, 50),
          });
        }}
      />
    </>
  );
}
