import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import type { Core } from '../../../core/core';
import { sentenceOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { SkeletonRows } from '../../../ui/Skeleton';
import { whyNoCalls } from '../screens/NoSecureContext';
import { t } from '../text/text';
import { attemptAll } from './attempt';
import { verdictOf, type Verdict } from './verdict';

interface Outcome {
  good: boolean;
  says: string;
  /** What to do. */
  cure?: string;
}

function outcomeOf(verdict: Verdict): Outcome {
  switch (verdict.kind) {
    case 'works':
      return { good: true, says: t('calls.testWorks', { ms: verdict.roundTrip, percent: verdict.lost }) };
    case 'overTcp':
      return {
        good: true,
        says: t('calls.testOverTcp', { ms: verdict.roundTrip, percent: verdict.lost }),
        cure: t('calls.testOverTcpHint'),
      };
    case 'noRelay':
      return { good: false, says: t('calls.testNoRelay'), cure: t('calls.testNoRelayHint') };
    case 'secret':
      return { good: false, says: t('calls.testSecret'), cure: t('calls.testSecretHint') };
    case 'unknownName':
      return { good: false, says: t('calls.testName'), cure: t('calls.testNameHint') };
    case 'portClosed':
      return { good: false, says: t('calls.testClosed'), cure: t('calls.testClosedHint') };
    case 'udpBlocked':
      return { good: false, says: t('calls.testBlocked'), cure: t('calls.testBlockedHint') };
  }
}

async function test(core: Core): Promise<Outcome> {
  const why = whyNoCalls();
  if (why === 'insecure') return { good: false, says: t('calls.httpsTitle'), cure: t('calls.httpsHint') };
  if (why) return { good: false, says: t('calls.unsupportedTitle'), cure: t('calls.unsupportedHint') };
  try {
    const { iceServers } = await core.api.request('POST /calls/network-test');
    return outcomeOf(verdictOf(await attemptAll(iceServers)));
  } catch (error) {
    return { good: false, says: sentenceOf(error) };
  }
}

/** Says whether calls can pass this network, and if not, why. */
export function NetworkTest() {
  const core = useCore();
  const [outcome, setOutcome] = useState<Outcome>();
  const run = useCallback(() => {
    setOutcome(undefined);
    void test(core).then(setOutcome);
  }, [core]);
  useEffect(run, [run]);
  const Icon = outcome?.good === true ? CircleCheck : TriangleAlert;
  return (
    <section aria-label={t('calls.networkTest')} aria-busy={!outcome}>
      <p className="mt-0 mb-4 text-[14px] text-soft">{t('calls.testLead')}</p>
      <div aria-live="polite">
        {outcome ? (
          <div className="flex gap-2.5">
            <Icon
              size={18}
              strokeWidth={1.75}
              aria-hidden="true"
              className={outcome.good ? 'mt-0.5 shrink-0 text-accent' : 'mt-0.5 shrink-0 text-danger'}
            />
            <div className="min-w-0 text-[14px]">
              <p className="m-0">{outcome.says}</p>
              {outcome.cure !== undefined && <p className="m-0 mt-1 text-soft">{outcome.cure}</p>}
            </div>
          </div>
        ) : (
          <>
            <span className="sr-only">{t('calls.testing')}</span>
            <SkeletonRows rows={1} />
          </>
        )}
      </div>
      <Button className="mt-5" disabled={!outcome} onClick={run}>
        {t('calls.testAgain')}
      </Button>
    </section>
  );
}
