import type { Core } from '../../../core/core';
import { sentenceOf } from '../../../platform/api';
import { whyNoCalls } from '../screens/NoSecureContext';
import { t } from '../text/text';
import { attemptAll } from './attempt';
import { microphoneFault } from './microphone';
import { verdictOf, type Verdict } from './verdict';

/** What one of the tests has found, in words. */
export interface Outcome {
  good: boolean;
  says: string;
  /** What to do. */
  cure?: string;
}

/** Undefined where there is nothing to say. */
type Test = (core: Core) => Promise<Outcome | undefined>;

const ofRelay: { [K in Verdict['kind']]: (verdict: Extract<Verdict, { kind: K }>) => Outcome } = {
  works: ({ roundTrip: ms, lost: percent }) => ({ good: true, says: t('calls.testWorks', { ms, percent }) }),
  overTcp: ({ roundTrip: ms, lost: percent }) => ({
    good: true,
    says: t('calls.testOverTcp', { ms, percent }),
    cure: t('calls.testOverTcpHint'),
  }),
  poor: ({ roundTrip: ms, lost: percent }) => ({
    good: false,
    says: t('calls.testPoor', { ms, percent }),
    cure: t('calls.testPoorHint'),
  }),
  noRelay: () => ({ good: false, says: t('calls.testNoRelay'), cure: t('calls.testNoRelayHint') }),
  secret: () => ({ good: false, says: t('calls.testSecret'), cure: t('calls.testSecretHint') }),
  unknownName: () => ({ good: false, says: t('calls.testName'), cure: t('calls.testNameHint') }),
  portClosed: () => ({ good: false, says: t('calls.testClosed'), cure: t('calls.testClosedHint') }),
  udpBlocked: () => ({ good: false, says: t('calls.testBlocked'), cure: t('calls.testBlockedHint') }),
  dropped: () => ({ good: false, says: t('calls.testDropped'), cure: t('calls.testDroppedHint') }),
};

/** @returns a verdict in words */
const outcomeOf = <K extends Verdict['kind']>(verdict: Extract<Verdict, { kind: K }>): Outcome =>
  ofRelay[verdict.kind](verdict);

const relays: Test = async (core) => {
  try {
    const { iceServers, mediaServer } = await core.api.request('POST /calls/network-test');
    if (mediaServer === false)
      return { good: false, says: t('calls.testMediaServer'), cure: t('calls.testMediaServerHint') };
    // The built-in relay is for calls from browser to browser; others may do without any.
    if (mediaServer === true && iceServers.length === 0)
      return { good: true, says: t('calls.testMediaServerWorks') };
    return outcomeOf(verdictOf(await attemptAll(iceServers)));
  } catch (error) {
    return { good: false, says: sentenceOf(error) };
  }
};

const microphone: Test = async () => {
  const fault = await microphoneFault();
  if (fault === 'denied')
    return { good: false, says: t('calls.testMicDenied'), cure: t('calls.testMicDeniedHint') };
  if (fault === 'none')
    return { good: false, says: t('calls.testMicNone'), cure: t('calls.testMicNoneHint') };
  return undefined;
};

/** What is tested; each entry stands for itself. */
const tests: readonly Test[] = [relays, microphone];

/** Tests whether calls work from this page, and if not, why. */
export async function runTests(core: Core): Promise<Outcome[]> {
  const why = whyNoCalls();
  if (why === 'insecure') return [{ good: false, says: t('calls.httpsTitle'), cure: t('calls.httpsHint') }];
  if (why) return [{ good: false, says: t('calls.unsupportedTitle'), cure: t('calls.unsupportedHint') }];
  return (await Promise.all(tests.map((test) => test(core)))).filter((outcome) => outcome !== undefined);
}
