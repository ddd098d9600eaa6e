import { openidPresets, type OpenidPreset } from '@parley/shared/openid';
import type { ManagedProvider, PutProviderInput } from '@parley/shared/openidAdmin';
import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { FormFailure } from '../../../core/FormFailure';
import { useAppSelector } from '../../../core/store';
import { fieldsOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { Checkbox } from '../../../ui/Checkbox';
import { classes } from '../../../ui/classes';
import { Field } from '../../../ui/Field';
import { t } from '../text/text';
import { CopyField } from '../../../ui/CopyField';
import { presetNames, withIssuer } from './presets';
import { inputOf, textsOf, type Texts } from './providerTexts';

interface ProviderFormProps {
  /** Absent for a new one. */
  known?: ManagedProvider | undefined;
  version: number;
  publicUrl: string | null;
  onSave: (id: string, input: PutProviderInput) => Promise<unknown>;
  onCancel: () => void;
}

type FieldOf = (
  name: keyof Texts,
  label: string,
  extra?: { hint?: string; required?: boolean; type?: string },
) => ReactNode;

const PresetSelect = ({
  preset,
  onChange,
}: {
  preset: OpenidPreset;
  onChange: (preset: OpenidPreset) => void;
}) => (
  <label className="mb-4 block text-[13px] font-semibold">
    {t('openid.preset')}
    <select
      value={preset}
      onChange={(event) => onChange(event.target.value as OpenidPreset)}
      className="mt-1.5 block h-[42px] w-full rounded-lg border border-strong bg-page px-2 text-[15px] font-normal"
    >
      {openidPresets.map((one) => (
        <option key={one} value={one}>
          {presetNames[one] ?? t('openid.presetOther')}
        </option>
      ))}
    </select>
  </label>
);

/** Issuer and client credentials. */
const ClientFields = ({
  preset,
  hasIssuer,
  hasSecret,
  field,
}: {
  preset: OpenidPreset;
  hasIssuer: boolean;
  hasSecret: boolean;
  field: FieldOf;
}) => (
  <>
    {(withIssuer.has(preset) || hasIssuer) &&
      field('issuer', t('openid.issuer'), { hint: t('openid.issuerHint') })}
    {preset === 'microsoft' && field('tenant', t('openid.tenant'), { hint: t('openid.tenantHint') })}
    {field('clientId', t('openid.clientId'), { required: true })}
    {field('clientSecret', t('openid.clientSecret'), {
      type: 'password',
      hint: hasSecret ? t('openid.secretStays') : t('openid.secretHint'),
    })}
  </>
);

/** Who may come in by it. */
const RuleFields = ({ fault, field }: { fault: string | undefined; field: FieldOf }) => (
  <>
    {field('name', t('openid.buttonName'), { hint: t('openid.buttonNameHint') })}
    {field('domains', t('openid.domains'), { hint: t('openid.domainsHint') })}
    <div className="grid grid-cols-2 gap-x-3 max-[819px]:grid-cols-1">
      {field('claim', t('openid.claim'), { hint: t('openid.claimHint') })}
      {field('values', t('openid.values'))}
    </div>
    {fault !== undefined && <p className="m-0 mb-3 text-[12px] text-danger">{fault}</p>}
    {field('scopes', t('openid.scopes'), { hint: t('openid.scopesHint') })}
  </>
);

interface GroupFieldsProps {
  field: FieldOf;
  rules: string;
  onRules: (rules: string) => void;
  fault: string | undefined;
}

/** What groups of the provider give here. For owners: a rule can make admins. */
function GroupFields({ field, rules, onRules, fault }: GroupFieldsProps) {
  const note = useId();
  return (
    <fieldset className="m-0 mb-4 border-0 p-0">
      <legend className="heading mb-2 p-0 text-[14px]">{t('openid.groups')}</legend>
      {field('groupClaim', t('openid.groupClaim'), { hint: t('openid.groupClaimHint') })}
      <label className="block text-[13px] font-semibold">
        {t('openid.groupRules')}
        <textarea
          rows={4}
          dir="ltr"
          spellCheck={false}
          value={rules}
          onChange={(event) => onRules(event.target.value)}
          aria-invalid={fault !== undefined}
          aria-describedby={note}
          className="mt-1.5 block w-full rounded-lg border border-strong bg-page px-3 py-2 font-mono text-[14px] font-normal"
        />
      </label>
      <p
        id={note}
        className={classes('mt-1 mb-0 text-[12px]', fault === undefined ? 'text-soft' : 'text-danger')}
      >
        {fault ?? t('openid.groupRulesHint')}
      </p>
    </fieldset>
  );
}

/** What is typed, and its fields. @param errors of the server, by field */
function useTexts(known: ManagedProvider | undefined, errors: Record<string, string>) {
  const [texts, setTexts] = useState(() => textsOf(known));
  const field: FieldOf = (name, label, extra = {}) => (
    <Field
      label={label}
      dir={name === 'name' ? 'auto' : 'ltr'}
      autoComplete="off"
      spellCheck={false}
      value={texts[name]}
      onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
      error={errors[name] ?? Object.entries(errors).find(([at]) => at.startsWith(`${name}.`))?.[1]}
      {...extra}
    />
  );
  return { texts, setTexts, field };
}

/** The errors by the fields of this form: of group rules the server names claim and line. */
function named(errors: Record<string, string>): Record<string, string> {
  const at = (path: string): string | undefined =>
    Object.entries(errors).find(([name]) => name === path || name.startsWith(`${path}.`))?.[1];
  const [claim, rules] = [at('groups.claim') ?? errors['groups'], at('groups.rules')];
  return {
    ...errors,
    ...(claim === undefined ? {} : { groupClaim: claim }),
    ...(rules === undefined ? {} : { groupRules: rules }),
  };
}

/** Adds a provider, or changes it. */
export function ProviderForm({ known, version, publicUrl, onSave, onCancel }: ProviderFormProps) {
  const [preset, setPreset] = useState<OpenidPreset>(known?.preset ?? 'google');
  const [isPrivate, setPrivate] = useState(known?.private ?? false);
  const [silent, setSilent] = useState(known?.silent ?? false);
  const [failure, setFailure] = useState<unknown>();
  const errors = named(fieldsOf(failure));
  const { texts, setTexts, field } = useTexts(known, errors);
  const isOwner = useAppSelector(({ session }) => session.me?.role === 'owner');
  const id = known?.provider ?? (texts.id.trim() || preset);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    const rest = { version, preset, private: isPrivate, silent, disabled: known?.disabled ?? false };
    onSave(id, inputOf(texts, rest)).catch(setFailure);
  };
  return (
    <form
      onSubmit={submit}
      aria-label={known ? t('openid.edit') : t('openid.add')}
      className="w-full rounded-lg bg-panel p-3"
    >
      {!known && <PresetSelect preset={preset} onChange={setPreset} />}
      {!known && field('id', t('openid.id'), { hint: t('openid.idHint', { id }) })}
      {publicUrl !== null && (
        <CopyField
          label={t('openid.callback')}
          value={known?.callback ?? `${publicUrl.replace(/\/+$/, '')}/api/v1/auth/openid/${id}/callback`}
        />
      )}
      <ClientFields
        preset={preset}
        hasIssuer={texts.issuer !== ''}
        hasSecret={known?.hasSecret === true}
        field={field}
      />
      <RuleFields fault={errors['require']} field={field} />
      {isOwner && (
        <GroupFields
          field={field}
          rules={texts.groupRules}
          onRules={(groupRules) => setTexts({ ...texts, groupRules })}
          fault={errors['groupRules']}
        />
      )}
      <Checkbox className="mb-3" label={t('openid.silent')} checked={silent} onChange={setSilent} />
      <Checkbox className="mb-4" label={t('openid.private')} checked={isPrivate} onChange={setPrivate} />
      <FormFailure error={failure} />
      <div className="flex gap-2">
        <Button type="submit" kind="primary">
          {known ? t('common.save') : t('openid.add')}
        </Button>
        <Button onClick={onCancel}>{t('openid.cancel')}</Button>
      </div>
    </form>
  );
}
