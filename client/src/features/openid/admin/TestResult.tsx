import type { ProviderStep } from '@parley/shared/openidAdmin';
import { Check, CircleHelp, X } from 'lucide-react';
import { t } from '../text/text';

const steps: Record<ProviderStep['step'], string> = {
  address: t('openid.stepAddress'),
  discovery: t('openid.stepDiscovery'),
  keys: t('openid.stepKeys'),
  client: t('openid.stepClient'),
};

const problems: Record<NonNullable<ProviderStep['problem']>, string> = {
  noPublicUrl: t('openid.noPublicUrl'),
  plainHttp: t('openid.plainHttp'),
  privateAddress: t('openid.privateAddress'),
  unreachable: t('openid.testUnreachable'),
  status: t('openid.testStatus'),
  notOpenid: t('openid.notOpenid'),
  issuerDiffers: t('openid.issuerDiffers'),
  noKeys: t('openid.noKeys'),
  badClient: t('openid.badClient'),
  badRedirect: t('openid.badRedirect'),
  unclear: t('openid.unclear'),
  notChecked: t('openid.notChecked'),
};

const icons = { good: Check, bad: X, unknown: CircleHelp } as const;
const colours = { good: 'text-accent', bad: 'text-danger', unknown: 'text-soft' } as const;

/** What a test found, step by step. */
export const TestResult = ({ found }: { found: readonly ProviderStep[] }) => (
  <ul role="status" aria-label={t('openid.test')} className="m-0 mt-2 w-full list-none p-0 text-[14px]">
    {found.map(({ step, outcome, problem, detail }) => {
      const Icon = icons[outcome];
      return (
        <li key={step} className="flex items-start gap-2 py-1">
          <Icon
            size={16}
            strokeWidth={2}
            aria-hidden="true"
            className={`mt-0.5 shrink-0 ${colours[outcome]}`}
          />
          <div className="min-w-0 flex-1">
            <b>{steps[step]}</b>{' '}
            {problem === null ? (
              t('openid.good')
            ) : (
              <span className={colours[outcome]}>{problems[problem]}</span>
            )}
            {detail !== null && (
              <code dir="ltr" className="block text-[12px] break-all text-soft">
                {detail}
              </code>
            )}
          </div>
        </li>
      );
    })}
  </ul>
);
