import type { CallCheck, CallCheckVerdict } from '@parley/shared/calls/check';
import { t } from '../text/text';

/** What was tried, as a heading. */
export function checkName({ what, target }: CallCheck): string {
  if (what === 'relay') return t('calls.adminHere');
  if (what === 'livekit') return t('calls.adminMediaServer', { target });
  return what === 'turn' ? t('calls.adminTurn', { target }) : t('calls.adminOutside', { target });
}

interface Words {
  says: (check: CallCheck) => string;
  /** What to do. */
  cure?: () => string;
}

const words: Record<CallCheckVerdict, Words> = {
  works: { says: ({ ms }) => t('calls.checkWorks', { ms: ms ?? 0 }) },
  off: { says: () => t('calls.checkOff') },
  ready: { says: () => t('calls.checkReady') },
  notRunning: { says: () => t('calls.checkNotRunning'), cure: () => t('calls.checkNotRunningHint') },
  portTaken: { says: () => t('calls.checkPortTaken'), cure: () => t('calls.checkPortTakenHint') },
  noAnswer: { says: () => t('calls.checkNoAnswer'), cure: () => t('calls.checkNoAnswerHint') },
  unconfirmed: { says: () => t('calls.checkUnconfirmed'), cure: () => t('calls.checkUnconfirmedHint') },
  secret: { says: () => t('calls.checkSecret'), cure: () => t('calls.checkSecretHint') },
  clocks: { says: () => t('calls.checkClocks'), cure: () => t('calls.checkClocksHint') },
  unknownName: { says: () => t('calls.checkName'), cure: () => t('calls.checkNameHint') },
  portClosed: { says: () => t('calls.checkClosed'), cure: () => t('calls.checkClosedHint') },
  certificate: { says: () => t('calls.checkCertificate'), cure: () => t('calls.checkCertificateHint') },
  foreign: { says: () => t('calls.checkForeign'), cure: () => t('calls.checkForeignHint') },
  malformed: { says: () => t('calls.checkMalformed'), cure: () => t('calls.checkMalformedHint') },
  untested: { says: () => t('calls.checkUntested'), cure: () => t('calls.checkUntestedHint') },
  mediaWorks: { says: ({ ms }) => t('calls.checkMediaWorks', { ms: ms ?? 0 }) },
  mediaSecret: { says: () => t('calls.checkMediaSecret'), cure: () => t('calls.checkMediaSecretHint') },
  mediaUnreachable: { says: () => t('calls.checkMediaDown'), cure: () => t('calls.checkMediaDownHint') },
  refused: { says: () => t('calls.checkRefused'), cure: () => t('calls.checkRefusedHint') },
};

/** What a check has found, and what to do about it. */
export function checkWords(check: CallCheck): { says: string; cure: string | undefined } {
  const { says, cure } = words[check.verdict];
  return { says: says(check), cure: cure?.() };
}
