import type { ManagedProvider, ManagedProviders, ProviderStep } from '@parley/shared/openidAdmin';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { sentenceOf } from '../../../platform/api';
import { Button, IconButton } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { t } from '../text/text';
import { inputOf, putProvider, removeProvider, testProvider } from './commands';
import { CopyField } from '../../../ui/CopyField';
import { presetNames } from './presets';
import { TestResult } from './TestResult';

interface ProviderRowProps {
  provider: ManagedProvider;
  version: number;
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  onEdit: () => void;
  onChange: (work: Promise<ManagedProviders>) => void;
}

/** The rule by which it admits people, in words. */
function ruleOf({ domains, require }: ManagedProvider): string {
  const rules = [
    ...(domains ? [t('openid.ruleDomains', { domains: domains.join(', ') })] : []),
    ...(require ? [t('openid.ruleClaim', { claim: require.claim, values: require.values.join(', ') })] : []),
  ];
  return rules.length === 0 ? t('openid.ruleNone') : rules.join(' · ');
}

/** What is changed of one that the environment does not fix. */
function Changes({
  provider,
  version,
  onEdit,
  onChange,
  name,
}: Omit<ProviderRowProps, 'first' | 'last' | 'onMove'> & { name: string }) {
  const core = useCore();
  const [sure, setSure] = useState(false);
  const { provider: id, disabled } = provider;
  return (
    <>
      <Button onClick={onEdit} aria-label={t('openid.editNamed', { name })}>
        {t('openid.edit')}
      </Button>
      <Button
        aria-label={t(disabled ? 'openid.enableNamed' : 'openid.disableNamed', { name })}
        onClick={() =>
          onChange(putProvider(core, id, { ...inputOf(provider, version), disabled: !disabled }))
        }
      >
        {t(disabled ? 'openid.enable' : 'openid.disable')}
      </Button>
      <Button
        kind={sure ? 'danger' : 'plain'}
        aria-label={t('openid.removeNamed', { name })}
        onBlur={() => setSure(false)}
        onClick={() => {
          setSure(!sure);
          if (sure) onChange(removeProvider(core, id, version));
        }}
      >
        {t(sure ? 'openid.sure' : 'openid.remove')}
      </Button>
    </>
  );
}

/** One provider, with what can be done with it. */
export function ProviderRow(props: ProviderRowProps) {
  const { provider, first, last, onMove } = props;
  const core = useCore();
  const [found, setFound] = useState<readonly ProviderStep[]>();
  const [failure, setFailure] = useState<unknown>();
  const name = provider.name ?? presetNames[provider.preset] ?? provider.provider;
  const test = (): void => {
    setFailure(undefined);
    setFound(undefined);
    testProvider(core, provider.provider).then(({ steps }) => setFound(steps), setFailure);
  };
  return (
    <>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <span className="name block truncate text-[14px]">
            <bdi>{name}</bdi>
            {provider.disabled && <span className="font-normal text-soft"> · {t('openid.disabled')}</span>}
          </span>
          <span className="block text-[12px] break-words text-soft">{ruleOf(provider)}</span>
          {provider.fixedBy !== null && (
            <span className="block text-[12px] text-soft">
              {t('openid.fixed', { variable: provider.fixedBy })}
            </span>
          )}
        </div>
        <IconButton label={t('openid.upNamed', { name })} disabled={first} onClick={() => onMove(-1)}>
          <ArrowUp size={17} strokeWidth={1.75} />
        </IconButton>
        <IconButton label={t('openid.downNamed', { name })} disabled={last} onClick={() => onMove(1)}>
          <ArrowDown size={17} strokeWidth={1.75} />
        </IconButton>
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button onClick={test} aria-label={t('openid.testNamed', { name })}>
          {t('openid.test')}
        </Button>
        {provider.fixedBy === null && <Changes {...props} name={name} />}
      </div>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {found && <TestResult found={found} />}
      {found && provider.callback !== null && (
        <div className="mt-2">
          <CopyField label={t('openid.callback')} value={provider.callback} />
        </div>
      )}
    </>
  );
}
