import type { DirectoryMode } from '@parley/shared/directory';
import { useId } from 'react';
import { t } from './text/text';

const modes: { value: DirectoryMode; name: string; means: string }[] = [
  { value: 'everyone', name: t('directory.everyone'), means: t('directory.everyoneMeans') },
  { value: 'members', name: t('directory.members'), means: t('directory.membersMeans') },
  { value: 'rooms', name: t('directory.rooms'), means: t('directory.roomsMeans') },
];

interface DirectoryChoiceProps {
  /** Undefined until it is loaded. */
  value: DirectoryMode | undefined;
  onChange: (value: DirectoryMode) => void;
}

/** The setting of which people each person can see. */
export function DirectoryChoice({ value, onChange }: DirectoryChoiceProps) {
  const id = useId();
  const chosen = modes.find((mode) => mode.value === value);
  return (
    <div className="mt-4">
      <label htmlFor={id} className="mb-1.5 block text-[13px] font-semibold">
        {t('directory.title')}
      </label>
      <select
        id={id}
        value={value ?? 'members'}
        disabled={value === undefined}
        aria-describedby={`${id}-means`}
        onChange={(event) => onChange(event.target.value as DirectoryMode)}
        className="h-[42px] w-full rounded-lg border border-strong bg-page px-2 text-[14px] text-text outline-none focus:border-accent focus:ring-3 focus:ring-tint"
      >
        {modes.map(({ value: mode, name }) => (
          <option key={mode} value={mode}>
            {name}
          </option>
        ))}
      </select>
      <p id={`${id}-means`} className="m-0 mt-1.5 text-[13px] text-soft">
        {chosen?.means}
      </p>
    </div>
  );
}
