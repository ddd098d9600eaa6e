import type { Problem } from '@parley/shared/errors';
import { t } from '../text/text';

/** What a proxy answers while the server behind it starts again, and what another try may do away with. */
const PASSING = new Set([404, 408, 421, 425, 429]);

/**
 * The no of a proxy in front of the server, as a problem: asking again would be refused again.
 *
 * @param bytes how large the file was that was sent
 * @returns undefined when it may pass
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

/** What came in place of the server's answer. */
export const sentenceOf = (status: number): string => t('api.answered', { status });
