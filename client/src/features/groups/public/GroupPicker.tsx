import { Check, Users } from 'lucide-react';
import { useAppSelector } from '../../../core/store';
import { classes } from '../../../ui/classes';
import { t } from '../text/text';
import { selectGroups } from './groups';

interface GroupPickerProps {
  picked: string[];
  onChange: (groupIds: string[]) => void;
}

/** The user groups, to choose some from; nothing where there are none. */
export function GroupPicker({ picked, onChange }: GroupPickerProps) {
  const groups = useAppSelector(selectGroups);
  if (groups.length === 0) return null;
  const toggle = (id: string): void =>
    onChange(picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id]);
  return (
    <>
      <h3 className="heading mt-3 mb-1 text-[13px]">{t('groups.title')}</h3>
      <ul aria-label={t('groups.title')} className="m-0 max-h-[180px] list-none overflow-y-auto p-0">
        {groups.map(({ userId, displayName, username }) => (
          <li key={userId}>
            <button
              type="button"
              aria-pressed={picked.includes(userId)}
              onClick={() => toggle(userId)}
              className={classes(
                'flex h-11 w-full items-center gap-2.5 rounded-lg px-2 text-start hover:bg-hover',
                picked.includes(userId) && 'bg-selected',
              )}
            >
              <Users size={18} className="mx-[5px] text-soft" aria-hidden="true" />
              <span className="min-w-0 flex-1 truncate text-[14px]">
                <bdi>{displayName}</bdi> <span className="text-soft">@{username}</span>
              </span>
              {picked.includes(userId) && <Check size={16} className="text-accent" aria-hidden="true" />}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
