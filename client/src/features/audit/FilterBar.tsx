import { auditActions, auditLimits, type AuditFilter } from '@parley/shared/audit';
import { Field } from '../../ui/Field';
import { t } from './text/text';

const box =
  'mt-1.5 block h-[42px] w-full rounded-lg border border-strong bg-page px-2 text-[14px] font-normal';

interface Props {
  filter: AuditFilter;
  people: readonly { userId: string; displayName: string }[];
  onChange: (filter: AuditFilter) => void;
}

/** The filter without what is empty. */
const without = (filter: Record<string, string | undefined>): AuditFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));

/** A day of a field as the moment at which it begins here, and back. */
const beginOf = (day: string, days = 0): string => {
  if (day === '') return '';
  const begin = new Date(`${day}T00:00`);
  begin.setDate(begin.getDate() + days);
  return begin.toISOString();
};
const dayOf = (instant: string | undefined, days = 0): string => {
  if (instant === undefined) return '';
  const day = new Date(instant);
  day.setDate(day.getDate() + days);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};

/** What is shown: the person, the action, the time, and any word. */
export function FilterBar({ filter, people, onChange }: Props) {
  const set = (change: Partial<Record<keyof AuditFilter, string>>): void =>
    onChange(without({ ...filter, ...change }));
  return (
    <div role="search" className="grid grid-cols-2 gap-x-3 min-[820px]:grid-cols-5">
      <Field
        label={t('audit.search')}
        type="search"
        className="max-[819px]:col-span-2"
        maxLength={auditLimits.search}
        value={filter.q ?? ''}
        onChange={(event) => set({ q: event.target.value })}
      />
      <label className="mb-4 text-[13px] font-semibold">
        {t('audit.by')}
        <select className={box} value={filter.by ?? ''} onChange={(event) => set({ by: event.target.value })}>
          <option value="">{t('audit.anybody')}</option>
          <option value="operator">{t('audit.operator')}</option>
          <option value="server">{t('audit.server')}</option>
          {people.map(({ userId, displayName }) => (
            <option key={userId} value={userId}>
              {displayName}
            </option>
          ))}
        </select>
      </label>
      <label className="mb-4 text-[13px] font-semibold">
        {t('audit.action')}
        <select
          className={box}
          value={filter.action ?? ''}
          onChange={(event) => set({ action: event.target.value })}
        >
          <option value="">{t('audit.anything')}</option>
          {auditActions.map((action) => (
            <option key={action} value={action}>
              {action}
            </option>
          ))}
        </select>
      </label>
      <Field
        label={t('audit.from')}
        type="date"
        value={dayOf(filter.from)}
        onChange={(event) => set({ from: beginOf(event.target.value) })}
      />
      <Field
        label={t('audit.to')}
        type="date"
        value={dayOf(filter.to, -1)}
        onChange={(event) => set({ to: beginOf(event.target.value, 1) })}
      />
    </div>
  );
}
