import { useState } from 'react';
import { enterSends, readTheme, setEnterSends, setTheme, type Theme } from './public/theme';
import { chooseLanguage, chosenLanguage, languages, type Language } from '../../text/language';
import { t } from './text/text';
import { formatClock, readTimeFormat, setTimeFormat, useTimes, type TimeFormat } from '../../ui/times';
import { Checkbox } from '../../ui/Checkbox';

const themes: { value: Theme; name: string }[] = [
  { value: 'system', name: t('theme.system') },
  { value: 'light', name: t('theme.light') },
  { value: 'dark', name: t('theme.dark') },
  { value: 'contrast', name: t('theme.contrast') },
];

const timeFormats: { value: TimeFormat; name: string }[] = [
  { value: 'auto', name: t('times.auto') },
  { value: '12', name: t('times.twelve') },
  { value: '24', name: t('times.twentyFour') },
];

const selectClass =
  'mt-1 block h-9 rounded-lg border border-strong bg-page px-2 text-[14px] font-normal max-[819px]:h-11';

/** Which clock, with what it shows now. */
function TimeFormatChoice() {
  useTimes();
  const [now] = useState(Date.now);
  return (
    <label className="mt-6 block text-[13px] font-semibold">
      {t('times.label')}
      <select
        value={readTimeFormat()}
        onChange={(event) => setTimeFormat(event.target.value as TimeFormat)}
        className={selectClass}
      >
        {timeFormats.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <span className="mt-1 block font-normal text-soft">{t('times.now', { time: formatClock(now) })}</span>
    </label>
  );
}

export function Appearance() {
  const [theme, choose] = useState(readTheme);
  const [enter, setEnter] = useState(enterSends);
  return (
    <>
      <fieldset className="m-0 mb-6 border-0 p-0">
        <legend className="mb-2 text-[13px] font-semibold">{t('theme.theme')}</legend>
        {themes.map(({ value, name }) => (
          <label key={value} className="flex h-9 items-center gap-2.5 text-[14px]">
            <input
              type="radio"
              name="theme"
              checked={theme === value}
              onChange={() => {
                setTheme(value);
                choose(value);
              }}
              className="size-4 accent-[var(--accent-solid)]"
            />
            {name}
          </label>
        ))}
      </fieldset>
      <Checkbox
        label={t('composer.enterSends')}
        checked={enter}
        onChange={(on) => {
          setEnterSends(on);
          setEnter(on);
        }}
      />
      <label className="mt-6 block text-[13px] font-semibold">
        {t('language.label')}
        <select
          value={chosenLanguage() ?? ''}
          onChange={(event) => chooseLanguage((event.target.value || undefined) as Language | undefined)}
          className={selectClass}
        >
          <option value="">{t('language.browser')}</option>
          {Object.entries(languages).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <TimeFormatChoice />
    </>
  );
}
