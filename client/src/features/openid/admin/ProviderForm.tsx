import { openidPresets, type OpenidPreset } from '@parley/shared/openid';
import type { ManagedProvider, PutProviderInput } from '@parley/shared/openidAdmin';
import { useState, type SyntheticEvent } from 'react';
import { FormFailure } from '../../../core/FormFailure';
import { fieldsOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { Checkbox } from '../../../ui/Checkbox';
import { Field } from '../../../ui/Field';
import { t } from '../text/text';
import { CopyField } from './CopyField';
import { presetNames, withIssuer } from './presets';

interface ProviderFormProps {
  /** Absent for a new one. */
  known?: ManagedProvider | undefined;
  version: number;
  publicUrl: string | null;
  onSave: (id: string, input: PutProviderInput) => Promise<unknown>;
  onCancel: () => void;
}

type Texts = Record<
  | 'id'
  | 'name'
  | 'issuer'
  | 'tenant'
  | 'clientId'
  | 'clientSecret'
  | 'scopes'
  | 'domains'
  | 'claim'
  | 'values',
  string
>;

const textsOf = (known: ManagedProvider | undefined): Texts => ({
  id: known?.provider ?? '',
  name: known?.name ?? '',
  issuer: known?.issuer ?? '',
  tenant: known?.tenant ?? '',
  clientId: known?.clientId ?? '',
  clientSecret: '',
  scopes: known?.scopes?.join(' ') ?? '',
  domains: known?.domains?.join(', ') ?? '',
  claim: known?.require?.claim ?? '',
  values: known?.require?.values.join(', ') ?? '',
});

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const words = (text: string, by: RegExp): string[] =>
  text
    .split(by)
    .map((word) => word.trim())
    .filter((word) => word !== '');
const listOf = (text: string, by = /[\s,]+/): string[] | null => {
  const list = words(text, by);
  return list.length === 0 ? null : list;
};

/** What was entered, as it is sent. A secret that was not typed stays. */
const inputOf = (
  texts: Texts,
  rest: Pick<PutProviderInput, 'version' | 'preset' | 'private' | 'disabled'>,
): PutProviderInput => ({
  ...rest,
  name: orNull(texts.name),
  issuer: orNull(texts.issuer),
  tenant: orNull(texts.tenant),
  clientId: texts.clientId.trim(),
  scopes: listOf(texts.scopes),
  domains: listOf(texts.domains),
  // Values of a claim may have spaces.
  require:
    orNull(texts.claim) === null
      ? null
      : { claim: texts.claim.trim(), values: listOf(texts.values, /,/) ?? [] },
  ...(texts.clientSecret === '' ? {} : { clientSecret: texts.clientSecret }),
});

/** Adds a provider, or changes it. */
export function ProviderForm({ known, version, publicUrl, onSave, onCancel }: ProviderFormProps) {
  const [preset, setPreset] = useState<OpenidPreset>(known?.preset ?? 'google');
  const [texts, setTexts] = useState(() => textsOf(known));
  const [isPrivate, setPrivate] = useState(known?.private ?? false);
  const [failure, setFailure] = useState<unknown>();
  const errors = fieldsOf(failure);
  const id = known?.provider ?? (texts.id.trim() === '' ? preset : texts.id.trim());
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    const rest = { version, preset, private: isPrivate, disabled: known?.disabled ?? false };
    onSave(id, inputOf(texts, rest)).catch(setFailure);
  };
  const field = (
    name: keyof Texts,
    label: string,
    extra: { hint?: string; required?: boolean; type?: string } = {},
  ) => (
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
  return (
    <form
      onSubmit={submit}
      aria-label={known ? t('openid.edit') : t('openid.add')}
      className="w-full rounded-lg bg-panel p-3"
    >
      {!known && (
        <label className="mb-4 block text-[13px] font-semibold">
          {t('openid.preset')}
          <select
            value={preset}
            onChange={(event) => setPreset(event.target.value as OpenidPreset)}
            className="mt-1.5 block h-[42px] w-full rounded-lg border border-strong bg-page px-2 text-[15px] font-normal"
          >
            {openidPresets.map((one) => (
              <option key={one} value={one}>
                {presetNames[one] ?? t('openid.presetOther')}
              </option>
            ))}
          </select>
        </label>
      )}
      {!known && field('id', t('openid.id'), { hint: t('openid.idHint', { id }) })}
      {publicUrl !== null && (
        <CopyField
          label={t('openid.callback')}
          value={known?.callback ?? `${publicUrl.replace(/\/+$/, '')}/api/v1/auth/openid/${id}/callback`}
        />
      )}
      {(withIssuer.has(preset) || texts.issuer !== '') &&
        field('issuer', t('openid.issuer'), { hint: t('openid.issuerHint') })}
      {preset === 'microsoft' && field('tenant', t('openid.tenant'), { hint: t('openid.tenantHint') })}
      {field('clientId', t('openid.clientId'), { required: true })}
      {field('clientSecret', t('openid.clientSecret'), {
        type: 'password',
        hint: known?.hasSecret === true ? t('openid.secretStays') : t('openid.secretHint'),
      })}
      {field('name', t('openid.buttonName'), { hint: t('openid.buttonNameHint') })}
      {field('domains', t('openid.domains'), { hint: t('openid.domainsHint') })}
      <div className="grid grid-cols-2 gap-x-3 max-[819px]:grid-cols-1">
        {field('claim', t('openid.claim'), { hint: t('openid.claimHint') })}
        {field('values', t('openid.values'))}
      </div>
      {errors['require'] !== undefined && (
        <p className="m-0 mb-3 text-[12px] text-danger">{errors['require']}</p>
      )}
      {field('scopes', t('openid.scopes'), { hint: t('openid.scopesHint') })}
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
