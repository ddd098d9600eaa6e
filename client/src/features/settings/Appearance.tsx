import { useState } from 'react';
import { enterSends, readTheme, setEnterSends, setTheme, type Theme } from './theme';

const themes: { value: Theme; name: string }[] = [
  { value: 'system', name: 'As the system' },
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
  { value: 'contrast', name: 'High contrast' },
];

export function Appearance() {
  const [theme, choose] = useState(readTheme);
  const [enter, setEnter] = useState(enterSends);
  return (
    <>
      <fieldset className="m-0 mb-6 border-0 p-0">
        <legend className="mb-2 text-[13px] font-semibold">Theme</legend>
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
      <label className="flex items-center gap-2.5 text-[14px]">
        <input
          type="checkbox"
          checked={enter}
          onChange={(event) => {
            setEnterSends(event.target.checked);
            setEnter(event.target.checked);
          }}
          className="size-4 accent-[var(--accent-solid)]"
        />
        Enter sends, Shift+Enter begins a new line
      </label>
    </>
  );
}
