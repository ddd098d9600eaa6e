import type { CreatedScimToken, ScimTokenView } from '@parley/shared/scim';
import { KeyRound } from 'lucide-react';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { fieldsOf } from '../../platform/api';
import { base } from '../../platform/base';
import { Button } from '../../ui/Button';
import { CopyField } from '../../ui/CopyField';
import { Field } from '../../ui/Field';
import { Lead } from '../../ui/PageText';
import { ShownOnce } from '../../ui/ShownOnce';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatDay } from '../../ui/times';
import { t } from './text/text';

type NewToken = Pick<ScimTokenView, 'name' | 'managesOwners'>;

interface TokenFormProps {
  /** The error of each field. */
  fields: Record<string, string>;
  /** Returns whether the token was made. */
  onCreate: (token: NewToken) => Promise<boolean>;
}

function TokenForm({ fields, onCreate }: TokenFormProps) {
  const [name, setName] = useState('');
  const [managesOwners, setManagesOwners] = useState(false);
  const create = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (await onCreate({ name, managesOwners })) setName('');
  };
  return (
    <form onSubmit={(event) => void create(event)} className="mb-3 flex flex-wrap items-start gap-2">
      <Field
        label={t('provisioning.name')}
        dir="auto"
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fields['name']}
        className="min-w-[180px] flex-1"
      />
      <Button type="submit" kind="primary" className="mt-[26px] !h-[42px]" disabled={name.trim() === ''}>
        {t('provisioning.make')}
      </Button>
      <label className="flex basis-full items-start gap-2 text-[14px]">
        <input
          type="checkbox"
          checked={managesOwners}
          onChange={(event) => setManagesOwners(event.target.checked)}
          className="mt-0.5 size-4 accent-[var(--accent-solid)]"
        />
        {t('provisioning.managesOwners')}
      </label>
    </form>
  );
}

function TokenRow({ token, onRevoke }: { token: ScimTokenView; onRevoke: () => void }) {
  const { name, managesOwners, createdAt, lastUsedAt } = token;
  const used = lastUsedAt === null ? t('provisioning.never') : formatDay(Date.parse(lastUsedAt));
  return (
    <li className="flex items-center gap-3 py-2.5">
      <KeyRound size={18} strokeWidth={1.75} className="shrink-0 text-soft" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <span className="block truncate text-[14px]">
          <bdi>{name}</bdi>
        </span>
        <span className="tabular block text-[12px] text-soft">
          {t('provisioning.describe', { made: formatDay(Date.parse(createdAt)), used })}
          {managesOwners && ` · ${t('provisioning.ownersToo')}`}
        </span>
      </div>
      <Button onClick={onRevoke} aria-label={t('provisioning.revokeNamed', { name })}>
        {t('provisioning.revoke')}
      </Button>
    </li>
  );
}

function Tokens() {
  const { api } = useCore();
  const [made, setMade] = useState<CreatedScimToken>();
  const load = useCallback(async () => (await api.request('GET /provisioning/tokens')).tokens, [api]);
  const { value: tokens, failure, act } = useLoaded(load);
  const create = async (body: NewToken): Promise<boolean> => {
    const answer = await act(api.request('POST /provisioning/tokens', { body }));
    if (answer === undefined) return false;
    setMade(answer);
    return true;
  };
  const revoke = (tokenId: string): void => {
    if (made?.tokenId === tokenId) setMade(undefined);
    void act(api.request('DELETE /provisioning/tokens/{tokenId}', { path: { tokenId } }));
  };
  return (
    <>
      {made && (
        <ShownOnce
          secret={made.token}
          lead={t('provisioning.copyNow')}
          why={t('provisioning.copyNowWhy')}
          copy={t('provisioning.copy')}
          copied={t('provisioning.copied')}
        />
      )}
      <TokenForm fields={fieldsOf(failure)} onCreate={create} />
      <FormFailure error={failure} />
      {!tokens && failure === undefined && <SkeletonRows rows={2} />}
      <ul aria-label={t('provisioning.title')} className="m-0 list-none divide-y divide-line p-0">
        {tokens?.map((token) => (
          <TokenRow key={token.tokenId} token={token} onRevoke={() => revoke(token.tokenId)} />
        ))}
      </ul>
    </>
  );
}

/** What a provisioning program is given as the address of this workspace. */
const address = (): string => `${location.origin}${base}/scim/v2`;

/** Tokens by which Okta, Entra and the like make and shut out people (SCIM), for owners. */
export function Provisioning() {
  const isOwner = useAppSelector(({ session }) => session.me?.role === 'owner');
  if (!isOwner) return <Lead>{t('provisioning.ownersOnly')}</Lead>;
  return (
    <>
      <Lead>{t('provisioning.lead')}</Lead>
      <CopyField label={t('provisioning.address')} value={address()} />
      <Tokens />
    </>
  );
}
