import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { Button } from '../../../ui/Button';
import { SkeletonRows } from '../../../ui/Skeleton';
import { t } from '../text/text';
import { runTests, type Outcome } from './outcomes';

function Found({ good, says, cure }: Outcome) {
  const Icon = good ? CircleCheck : TriangleAlert;
  return (
    <div className="mb-3 flex gap-2.5">
      <Icon
        size={18}
        strokeWidth={1.75}
        aria-hidden="true"
        className={good ? 'mt-0.5 shrink-0 text-accent' : 'mt-0.5 shrink-0 text-danger'}
      />
      <div className="min-w-0 text-[14px]">
        <p className="m-0">{says}</p>
        {cure !== undefined && <p className="m-0 mt-1 text-soft">{cure}</p>}
      </div>
    </div>
  );
}

/** Says whether calls can pass this network, and if not, why. */
export function NetworkTest() {
  const core = useCore();
  const [outcomes, setOutcomes] = useState<Outcome[]>();
  const run = useCallback(() => {
    setOutcomes(undefined);
    void runTests(core).then(setOutcomes);
  }, [core]);
  useEffect(run, [run]);
  return (
    <section aria-label={t('calls.networkTest')} aria-busy={!outcomes}>
      <p className="mt-0 mb-4 text-[14px] text-soft">{t('calls.testLead')}</p>
      <div aria-live="polite">
        {outcomes?.map((outcome) => <Found key={outcome.says} {...outcome} />) ?? (
          <>
            <span className="sr-only">{t('calls.testing')}</span>
            <SkeletonRows rows={1} />
          </>
        )}
      </div>
      <Button className="mt-2" disabled={!outcomes} onClick={run}>
        {t('calls.testAgain')}
      </Button>
    </section>
  );
}
