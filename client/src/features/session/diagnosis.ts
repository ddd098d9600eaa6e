import type { ConnectionView } from '@parley/shared/connection';
import type { Core } from '../../core/core';
import { ApiError, NetworkError, sentenceOf } from '../../platform/api';
import { t } from './text/text';

/** What is wrong with the connection, and what to do. */
export interface Finding {
  isGood: boolean;
  says: string;
  cure?: string;
}

export interface Diagnosis {
  findings: Finding[];
  /** The request as the server received it, if it responded. */
  seen?: ConnectionView;
}

const bad = (says: string, cure: string): Finding => ({ isGood: false, says, cure });

/** Why the server did not respond. */
function unanswered(error: unknown): Finding {
  if (error instanceof ApiError) return bad(sentenceOf(error), t('connection.tryLater'));
  const status = error instanceof NetworkError ? error.status : undefined;
  return status === undefined
    ? bad(t('connection.unreachable'), t('connection.unreachableCure'))
    : bad(t('connection.proxyAnswers', { status }), t('connection.proxyAnswersCure'));
}

/** Checks whether this origin is refused. Browsers send Origin only with requests that could write, so it sends one that has no effect. */
async function refusedOrigin({ api }: Core): Promise<Finding | undefined> {
  const error: unknown = await api.send('POST /connection').catch((reason: unknown) => reason);
  if (!(error instanceof ApiError) || error.problem.code !== 'forbidden') return undefined;
  return bad(sentenceOf(error), t('connection.originCure', { origin: location.host }));
}

/** Checks network, proxy, addresses and socket, each before those that depend on it. */
export async function diagnose(core: Core): Promise<Diagnosis> {
  if (!navigator.onLine) return { findings: [bad(t('connection.noNetwork'), t('connection.keptAndSent'))] };
  let seen: ConnectionView;
  try {
    seen = await core.api.raw('GET /connection');
  } catch (error) {
    return { findings: [unanswered(error)] };
  }
  const findings: Finding[] = [];
  const refused = await refusedOrigin(core);
  if (refused) findings.push(refused);
  if (location.protocol === 'https:' && !seen.secure)
    findings.push(bad(t('connection.notSecure'), t('connection.notSecureCure')));
  const { connection } = core;
  if (connection?.online !== true && !refused)
    findings.push(bad(t('connection.notYet'), t('connection.tryLater')));
  if (connection?.byPolling === true)
    findings.push(bad(t('connection.polling'), t('connection.pollingCure')));
  if (findings.length === 0) findings.push({ isGood: true, says: t('connection.good') });
  return { findings, seen };
}
