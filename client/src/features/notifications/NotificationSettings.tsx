import { useState } from 'react';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { permitted, setPreferences, supported, usePreferences } from './preferences';
import { ring } from './ring';

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
      body: 'This is how a message rings.',
      tag: 'test',
      onClick: () => undefined,
    });
  if (!supported())
    return <p className="mt-0 mb-4 text-[14px] text-soft">This browser has no notifications.</p>;
  return (
    <>
      <p className="mt-0 mb-4 text-[14px] text-soft">
        While nobody looks at Parley, direct messages and mentions ring on this device. For each room its
        details say of what; “Do not disturb” in your profile silences everything.
      </p>
      <div className="mb-5 flex items-center gap-2">
        {active ? (
          <>
            <Button onClick={() => setPreferences({ on: false })}>Turn off</Button>
            <Button onClick={test}>Test on this device</Button>
          </>
        ) : (
          <Button kind="primary" disabled={denied} onClick={() => void turnOn()}>
            Turn on notifications
          </Button>
        )}
      </div>
      {denied && (
        <p role="status" className="mt-0 mb-4 text-[14px] text-danger">
          This browser was told not to show them. Allow notifications for this page in its settings.
        </p>
      )}
      <label className="mb-5 flex items-center gap-2.5 text-[14px]">
        <input
          type="checkbox"
          checked={sound}
          onChange={(event) => setPreferences({ sound: event.target.checked })}
          className="size-4 accent-[var(--accent-solid)]"
        />
        With a sound
      </label>
      <Field
        label="Words that count as a mention"
        dir="auto"
        value={words}
        placeholder="release, Project Kite"
        hint="Between commas. Case and accents do not matter."
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
