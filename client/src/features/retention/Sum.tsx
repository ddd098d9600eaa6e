import type { RetentionCounts } from '@parley/shared/retention';
import { t } from './text/text';

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0);

/** What a rule would delete now, and when it begins. */
export const Sum = ({ counts: { messages, files, bytes, graceHours } }: { counts: RetentionCounts }) => (
  <p role="status" className="mt-0 mb-2 text-[14px]">
    {t('retention.sum', { messages, files, size: megabytes(bytes) })}{' '}
    {graceHours > 0 && t('retention.grace', { hours: graceHours })}
  </p>
);
