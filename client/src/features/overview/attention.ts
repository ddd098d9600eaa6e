import type { Attention, AttentionKind } from '@parley/shared/overview/overview';
import { nameOfJob } from './jobWords';
import { t } from './text/text';

const listed = (names: string[]): string => names.join(', ');

interface Words {
  says: (attention: { count: number; names: string[] }) => string;
  /** The page of the admin area on which something can be done about it. */
  page?: string;
  /** Nothing is wrong yet. */
  hint?: true;
}

/** What each thing that needs attention is called, and what can be done about it. */
const words: Record<AttentionKind, Words> = {
  reports: { says: ({ count }) => t('attention.reports', { count }), page: 'moderation' },
  held: { says: ({ count }) => t('attention.held', { count }), page: 'moderation' },
  waiting: { says: ({ count }) => t('attention.waiting', { count }), page: 'moderation' },
  jobs: {
    says: ({ names }) => t('attention.jobs', { jobs: listed(names.map(nameOfJob)) }),
    page: 'jobs',
  },
  diskFull: { says: () => t('attention.diskFull') },
  diskLow: { says: ({ count, names }) => t('attention.diskLow', { percent: count, hosts: listed(names) }) },
  databaseSlow: { says: ({ count }) => t('attention.databaseSlow', { ms: count }) },
  versions: { says: ({ names }) => t('attention.versions', { versions: listed(names) }) },
  mailFailing: { says: () => t('attention.mailFailing'), page: 'mail' },
  mailMissing: { says: () => t('attention.mailMissing'), page: 'mail', hint: true },
  noRedis: { says: ({ count }) => t('attention.noRedis', { count }) },
  oneOwner: { says: () => t('attention.oneOwner'), page: 'people', hint: true },
  backups: {
    says: ({ count }) =>
      count === 0 ? t('attention.backupsUnknown') : t('attention.backupsOld', { days: count }),
    hint: true,
  },
};

/** What something that needs attention says; undefined for a kind that a newer server has. */
export function wordsOf({ kind, count, names }: Attention) {
  const found = (words as Partial<Record<string, Words>>)[kind];
  return found && { ...found, sentence: found.says({ count: count ?? 0, names }) };
}
