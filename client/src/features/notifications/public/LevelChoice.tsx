import type { NotifyLevel } from '@parley/shared/rooms';
import type { RoomState } from '@parley/shared/sync';
import { BellRing } from 'lucide-react';
import { useId } from 'react';
import { t } from '../text/text';

const levels: { value: NotifyLevel | ''; name: string }[] = [
  { value: '', name: t('level.usual') },
  { value: 'all', name: t('level.all') },
  { value: 'mentions', name: t('level.mentions') },
  { value: 'nothing', name: t('level.nothing') },
];

/** Chooses which messages of this room notify. */
export function LevelChoice({
  own,
  onChange,
}: {
  own: RoomState;
  onChange: (level: NotifyLevel | null) => void;
}) {
  const id = useId();
  return (
    <div className="flex h-9 items-center gap-3 px-2 text-[14px] max-[819px]:h-11">
      <BellRing size={18} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
      <label htmlFor={id} className="flex-1">
        {t('level.label')}
      </label>
      <select
        id={id}
        value={own.member.level ?? ''}
        onChange={(event) => onChange((event.target.value || null) as NotifyLevel | null)}
        className="h-8 rounded-lg border border-line bg-page px-2 text-[14px] max-[819px]:h-11"
      >
        {levels.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
