import { workspaceRoles } from '@parley/shared/permissions';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../../ui/Button';
import { roleName } from '../../people/public/roles';
import { t } from '../text/text';
import type { PeopleView } from './usePeople';

const box =
  'mt-1 block h-9 w-full rounded-lg border border-strong bg-page px-2 text-[14px] font-normal max-[819px]:h-11';

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: readonly (readonly [value: string, name: string])[];
  onChange: (value: string) => void;
}

const Choice = ({ label, value = '', options, onChange }: ChoiceProps) => (
  <label className="text-[13px] font-semibold">
    {label}
    <select className={box} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

const any = ['', t('people.any')] as const;
const choices = [
  ['role', t('people.role'), [any, ...workspaceRoles.map((role) => [role, roleName(role)] as const)]],
  [
    'status',
    t('people.status'),
    [
      any,
      ['active', t('people.statusActive')],
      ['deactivated', t('people.statusDeactivated')],
      ['banned', t('people.statusBanned')],
    ],
  ],
  ['seen', t('people.seen'), [any, ['never', t('people.seenNever')], ['once', t('people.seenOnce')]]],
  [
    'factor',
    t('people.factor'),
    [any, ['with', t('people.factorWith')], ['without', t('people.factorWithout')]],
  ],
  [
    'signIn',
    t('people.signIn'),
    [
      any,
      ['password', t('people.byPassword')],
      ['passkey', t('people.byPasskey')],
      ['provider', t('people.byProvider')],
      ['directory', t('people.byDirectory')],
      ['none', t('people.byNothing')],
    ],
  ],
  [
    'sort',
    t('people.sort'),
    [
      ['name', t('people.sortName')],
      ['role', t('people.role')],
      ['seen', t('people.sortSeen')],
      ['created', t('people.sortCreated')],
    ],
  ],
] as const;

/** The view with one field changed; empty ones are left out. */
function changed(view: PeopleView, field: string, value: string): PeopleView {
  const next = Object.fromEntries(
    Object.entries({ ...view, [field]: value }).filter(([, one]) => one !== ''),
  );
  const { descending: _, ...rest } = next;
  // The newest first, and who was here last.
  return next['sort'] === 'seen' || next['sort'] === 'created' ? { ...rest, descending: 'true' } : rest;
}

/** Filters and sort order of the list. */
export function Filters({ view, onChange }: { view: PeopleView; onChange: (view: PeopleView) => void }) {
  const used = choices.some(([field]) => field !== 'sort' && view[field] !== undefined);
  const [open, setOpen] = useState(false);
  return (
    <div role="search" className="mb-2">
      <div className="flex items-center gap-2">
        <input
          type="search"
          aria-label={t('people.search')}
          placeholder={t('people.searchHint')}
          maxLength={100}
          value={view.q ?? ''}
          onChange={(event) => onChange(changed(view, 'q', event.target.value))}
          className="h-10 w-full rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:h-11 max-[819px]:text-[16px]"
        />
        <IconButton
          label={t('people.filters')}
          pressed={open || used}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <SlidersHorizontal size={18} strokeWidth={1.75} />
        </IconButton>
      </div>
      {open && (
        <div className="mt-2 grid grid-cols-2 gap-x-3 gap-y-2 rounded-lg bg-panel p-3 min-[820px]:grid-cols-3">
          {choices.map(([field, label, options]) => (
            <Choice
              key={field}
              label={label}
              value={view[field]}
              options={options}
              onChange={(value) => onChange(changed(view, field, value))}
            />
          ))}
        </div>
      )}
    </div>
  );
}
