import type { AccessTokenView, CreatedAccessToken, TokenScope } from '@parley/shared/accessTokens';
import { mayInWorkspace } from '@parley/shared/permissions';
import { KeyRound } from 'lucide-react';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { fieldsOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { ShownOnce } from '../../ui/ShownOnce';
import { formatDay } from '../../ui/times';
import { SkeletonRows } from '../../ui/Skeleton';
import { t } from './text/text';

const day = (time: string | null, none: string): string =>
  time === null ? none : formatDay(Date.parse(time));

const scopes: Record<TokenScope, string> = {
  read: t('tokens.read'),
  write: t('tokens.readWrite'),
  admin: t('tokens.admin'),
};

function describe({ scope, expiresAt, lastUsedAt }: AccessTokenView): string {
  return t('tokens.describe', {
    may: scopes[scope],
    until: day(expiresAt, t('tokens.revoked')),
    used: day(lastUsedAt, t('tokens.never')),
  });
}

interface NewToken {
  name: string;
  scope: TokenScope;
  /** Until it expires; null never does. */
  days: number | null;
}

interface TokenFormProps {
  /** The error of each field. */
  fields: Record<string, string>;
  /** Returns whether the token was created. */
  onCreate: (token: NewToken) => Promise<boolean>;
}

const selectBox = 'h-[42px] rounded-lg border border-strong bg-page px-2 text-[14px] font-normal';

function TokenForm({ fields, onCreate }: TokenFormProps) {
  const runsWorkspace = useAppSelector(
    ({ session }) => session.me !== undefined && mayInWorkspace('managePeople', session.me.role),
  );
  const [name, setName] = useState('');
  const [scope, setScope] = useState<TokenScope>('read');
  const [days, setDays] = useState(90);
  const create = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (await onCreate({ name, scope, days: days === 0 ? null : days })) setName('');
  };
  return (
    <form onSubmit={(event) => void create(event)} className="mb-2 flex flex-wrap items-start gap-2">
      <Field
        label={t('tokens.purpose')}
        dir="auto"
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fields['name']}
        className="min-w-[180px] flex-1"
      />
      <label className="text-[13px] font-semibold">
        <span className="mb-1.5 block">{t('tokens.may')}</span>
        <select
          value={scope}
          onChange={(event) => setScope(event.target.value as TokenScope)}
          className={selectBox}
        >
          {(['read', 'write', 'admin'] as const)
            .filter((value) => value !== 'admin' || runsWorkspace)
            .map((value) => (
              <option key={value} value={value}>
                {scopes[value]}
              </option>
            ))}
        </select>
      </label>
      <label className="text-[13px] font-semibold">
        <span className="mb-1.5 block">{t('tokens.for')}</span>
        <select value={days} onChange={(event) => setDays(Number(event.target.value))} className={selectBox}>
          <option value={30}>{t('period.month')}</option>
          <option value={90}>{t('period.quarter')}</option>
          <option value={365}>{t('period.year')}</option>
          <option value={0}>{t('period.ever')}</option>
        </select>
      </label>
      <Button type="submit" kind="primary" className="mt-[26px] !h-[42px]" disabled={name.trim() === ''}>
        {t('tokens.make')}
      </Button>
    </form>
  );
}

function TokenRow({ token, onRevoke }: { token: AccessTokenView; onRevoke: () => void }) {
  return (
    <li className="flex items-center gap-3 py-2.5">
      <KeyRound size={18} strokeWidth={1.75} className="shrink-0 text-soft" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <span className="block truncate text-[14px]">
          <bdi>{token.name}</bdi>
        </span>
        <span className="tabular block truncate text-[12px] text-soft">{describe(token)}</span>
      </div>
      <Button onClick={onRevoke} aria-label={t('tokens.revokeNamed', { name: token.name })}>
        {t('tokens.revoke')}
      </Button>
    </li>
  );
}

/** Tokens by which programs act in one's name. */
export function AccessTokens() {
  const core = useCore();
  const [made, setMade] = useState<CreatedAccessToken>();
  const load = useCallback(async () => {
    const answer = await core.api.request('GET /me/tokens');
    return answer.tokens;
  }, [core]);
  const { value: tokens, failure, act } = useLoaded(load);
  const create = async (body: NewToken): Promise<boolean> => {
    const answer = await act(core.api.request('POST /me/tokens', { body }));
    if (answer === undefined) return false;
    setMade(answer);
    return true;
  };
  const revoke = (tokenId: string): void => {
    if (made?.tokenId === tokenId) setMade(undefined);
    void act(core.api.request('DELETE /me/tokens/{tokenId}', { path: { tokenId } }));
  };
  const fields = fieldsOf(failure);
  return (
    <>
      <p className="mt-0 mb-4 text-[14px] text-soft">{t('tokens.lead')}</p>
      {made && (
        <ShownOnce
          secret={made.token}
          lead={t('tokens.copyNow')}
          why={t('tokens.copyNowWhy')}
          copy={t('tokens.copy')}
          copied={t('tokens.copied')}
        />
      )}
      <TokenForm fields={fields} onCreate={create} />
      <FormFailure error={failure} />
      {!tokens && failure === undefined && <SkeletonRows rows={2} />}
      <ul aria-label={t('tokens.title')} className="m-0 list-none divide-y divide-line p-0">
        {tokens?.map((token) => (
          <TokenRow key={token.tokenId} token={token} onRevoke={() => revoke(token.tokenId)} />
        ))}
      </ul>
    </>
  );
}
