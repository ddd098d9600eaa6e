import type { SettingField, SettingValue } from '@parley/shared/settings';
import { Lock } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Button } from '../../../ui/Button';
import { Checkbox } from '../../../ui/Checkbox';
import { classes } from '../../../ui/classes';
import { Field } from '../../../ui/Field';
import { t } from '../text/text';

/** What a field is called. */
export interface FieldWords {
  label: string;
  hint?: string;
  /** Names of its options, by their values. */
  options?: Readonly<Record<string, string>>;
  /** A list has an entry in each line, and not words between commas. */
  lines?: boolean;
}

interface FieldInputProps {
  field: SettingField;
  words: FieldWords;
  value: SettingValue;
  touched: boolean;
  error: string | undefined;
  onChange: (value: SettingValue) => void;
}

const listOf = (value: SettingValue): string[] => (Array.isArray(value) ? value : []);

/** Below a field: what it means, or by what it is fixed. */
function Hint({ field, words }: Pick<FieldInputProps, 'field' | 'words'>): ReactNode {
  if (field.fixedBy !== null)
    return (
      <span className="flex items-center gap-1">
        <Lock size={12} strokeWidth={2} aria-hidden="true" /> {t('admin.fixed', { variable: field.fixedBy })}
      </span>
    );
  return words.hint;
}

const Note = ({ children }: { children: ReactNode }) => (
  <div className="mt-1 text-[12px] font-normal text-soft">{children}</div>
);

function Switch({ field, words, value, onChange }: FieldInputProps) {
  return (
    <fieldset disabled={field.fixedBy !== null} className="m-0 mb-4 border-0 p-0">
      <Checkbox label={words.label} checked={value === true} onChange={onChange} />
      <Note>
        <Hint field={field} words={words} />
      </Note>
    </fieldset>
  );
}

function Choices({ field, words, value, onChange }: FieldInputProps) {
  const chosen = listOf(value);
  const toggle = (option: string, on: boolean): void =>
    onChange((field.options ?? []).filter((one) => (one === option ? on : chosen.includes(one))));
  return (
    <fieldset disabled={field.fixedBy !== null} className="m-0 mb-4 border-0 p-0">
      <legend className="mb-1.5 p-0 text-[13px] font-semibold">{words.label}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2 max-[819px]:gap-y-3">
        {field.options?.map((option) => (
          <Checkbox
            key={option}
            label={words.options?.[option] ?? option}
            checked={chosen.includes(option)}
            onChange={(on) => toggle(option, on)}
          />
        ))}
      </div>
      <Note>
        <Hint field={field} words={words} />
      </Note>
    </fieldset>
  );
}

function Choice({ field, words, value, onChange }: FieldInputProps) {
  return (
    <label className="mb-4 block text-[13px] font-semibold">
      {words.label}
      <select
        disabled={field.fixedBy !== null}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
        className="mt-1.5 block h-[42px] w-full rounded-lg border border-strong bg-page px-2 text-[15px] font-normal disabled:opacity-60"
      >
        {field.options?.map((option) => (
          <option key={option} value={option}>
            {words.options?.[option] ?? option}
          </option>
        ))}
      </select>
      <Note>
        <Hint field={field} words={words} />
      </Note>
    </label>
  );
}

/** A secret is never shown: only whether there is one. */
function Secret({ field, words, value, touched, error, onChange }: FieldInputProps) {
  const removed = touched && value === null;
  return (
    <div className="mb-4">
      <Field
        className="mb-1"
        label={words.label}
        type="password"
        autoComplete="off"
        dir="ltr"
        disabled={field.fixedBy !== null}
        placeholder={field.isSet && !removed ? t('admin.secretSet') : t('admin.secretNone')}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        error={error}
        hint={<Hint field={field} words={words} />}
      />
      {field.isSet && field.fixedBy === null && !removed && (
        <Button kind="quiet" onClick={() => onChange(null)}>
          {t('admin.secretRemove')}
        </Button>
      )}
    </div>
  );
}

/** What was typed, as the field's value. */
function typed(field: SettingField, text: string): SettingValue {
  if (field.kind === 'list') return text.split(/[\s,]+/).filter((word) => word !== '');
  if (text.trim() === '') return null;
  return field.kind === 'number' ? Number(text) : text;
}

function shown(value: SettingValue): string {
  if (Array.isArray(value)) return value.join(', ');
  return value === null ? '' : String(value);
}

function Typed({ field, words, value, error, onChange }: FieldInputProps) {
  const number = field.kind === 'number';
  return (
    <Field
      label={words.label}
      {...(number
        ? {
            type: 'number',
            inputMode: 'numeric',
            min: field.min,
            max: field.max,
            step: field.whole ? 1 : 'any',
          }
        : { dir: 'ltr' })}
      disabled={field.fixedBy !== null}
      placeholder={number ? shown(field.default) : ''}
      defaultValue={shown(value)}
      key={field.kind === 'list' ? undefined : shown(field.value)}
      onChange={(event) => onChange(typed(field, event.target.value))}
      error={error}
      hint={<Hint field={field} words={words} />}
    />
  );
}

/** A list with an entry in each line. */
function Lines({ field, words, value, error, onChange }: FieldInputProps) {
  const note = useId();
  return (
    <label className="mb-4 block text-[13px] font-semibold">
      {words.label}
      <textarea
        rows={5}
        dir="ltr"
        spellCheck={false}
        disabled={field.fixedBy !== null}
        defaultValue={listOf(value).join('\n')}
        aria-invalid={error !== undefined}
        aria-describedby={note}
        onChange={(event) =>
          onChange(
            event.target.value
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
          )
        }
        className="mt-1.5 block w-full rounded-lg border border-strong bg-page px-3 py-2 font-mono text-[14px] font-normal disabled:opacity-60"
      />
      <div
        id={note}
        className={classes('mt-1 text-[12px] font-normal', error === undefined ? 'text-soft' : 'text-danger')}
      >
        {error ?? <Hint field={field} words={words} />}
      </div>
    </label>
  );
}

/** One setting, by its kind. */
export function FieldInput(props: FieldInputProps) {
  switch (props.field.kind) {
    case 'switch':
      return <Switch {...props} />;
    case 'choice':
      return <Choice {...props} />;
    case 'choices':
      return <Choices {...props} />;
    case 'secret':
      return <Secret {...props} />;
    case 'other':
      return null;
    case 'list':
      return props.words.lines === true ? <Lines {...props} /> : <Typed {...props} />;
    case 'text':
    case 'number':
      return <Typed {...props} />;
  }
}
