import { stateOfCheck, type CallCheck } from '@parley/shared/calls/check';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { t } from '../text/text';
import { checkName, checkWords } from './checkWords';

const looks = {
  ok: { Icon: CircleCheck, className: 'text-accent', name: () => t('calls.checkGood') },
  warning: { Icon: TriangleAlert, className: 'text-soft', name: () => t('calls.checkUnsure') },
  fault: { Icon: CircleAlert, className: 'text-danger', name: () => t('calls.checkBad') },
};

/** What the server has found of each relay. */
export const CheckList = ({ checks }: { checks: readonly CallCheck[] }) => (
  <ul aria-label={t('calls.adminResults')} className="m-0 list-none divide-y divide-line p-0">
    {checks.map((check) => {
      const { Icon, className, name } = looks[stateOfCheck(check.verdict)];
      const { says, cure } = checkWords(check);
      return (
        <li key={`${check.what} ${check.target}`} className="flex gap-3 py-2.5">
          <Icon size={17} strokeWidth={2} aria-label={name()} className={`mt-0.5 shrink-0 ${className}`} />
          <span className="min-w-0 flex-1 text-[14px]">
            <span className="block break-words">{checkName(check)}</span>
            <span className="block text-[13px] text-soft">{says}</span>
            {cure !== undefined && <span className="block text-[13px] text-soft">{cure}</span>}
          </span>
        </li>
      );
    })}
  </ul>
);
