import type { Problem } from '@parley/shared/errors';
import { t } from '../text/text';

/** Temporary: what a proxy responds while the server restarts, and what a retry may resolve. */
const PASSING = new Set([404, 408, 421, 425, 429]);

/**
 * A proxy's refusal, as a problem: a retry would be refused too.
 *
 * @param bytes how large the file was that was sent
 * @returns undefined when a retry may succeed
 */
export function refusalOf(status: number, bytes?: number): Problem | undefined {
  if (status < 400 || status > 499 || PASSING.has(status)) return undefined;
  const megabytes = Math.ceil((bytes ?? 0) / 1e5) / 10;
  return {
    type: 'about:blank',
    title: status === 413 ? t('proxy.tooLarge', { megabytes }) : t('proxy.refused', { status }),
    status,
    code: status === 413 ? 'too_large' : 'forbidden',
  };
}

/** A sentence for a response that is not the server's. */
export const sentenceOf = (status: number): string => t('api.answered', { status });
