import type { OutcomeKind, ReportReason } from '@parley/shared/moderation/moderation';
import type { State } from '../../core/store';
import { t } from './text/text';

export const reasonNames: readonly { value: ReportReason; name: string }[] = [
  { value: 'spam', name: t('moderation.spam') },
  { value: 'harassment', name: t('moderation.harassment') },
  { value: 'hate', name: t('moderation.hate') },
  { value: 'private', name: t('moderation.private') },
  { value: 'illegal', name: t('moderation.illegal') },
  { value: 'other', name: t('moderation.other') },
];

export const reasonName = (reason: ReportReason): string =>
  reasonNames.find(({ value }) => value === reason)?.name ?? reason;

export const outcomeNames: Record<OutcomeKind, string> = {
  nothing: t('moderation.nothing'),
  warn: t('moderation.warn'),
  delete: t('moderation.delete'),
  mute: t('moderation.mute'),
  remove: t('moderation.remove'),
  ban: t('moderation.ban'),
};

/** How long a mute or a ban lasts, in hours; 0 for no end. */
export const durations = [
  { value: '1', name: t('moderation.hour') },
  { value: '24', name: t('moderation.day') },
  { value: '168', name: t('moderation.week') },
  { value: '720', name: t('moderation.month') },
  { value: '0', name: t('moderation.forever') },
] as const;
export type Duration = (typeof durations)[number]['value'];

/** When something ends that begins now. @returns null for no end */
export const endAfter = (duration: Duration): string | null =>
  duration === '0' ? null : new Date(Date.now() + Number(duration) * 3_600_000).toISOString();

/** The name of a person, also of one who is not known here. */
export const nameOf = (state: State, userId: string): string =>
  state.people.users.entities[userId]?.displayName ?? t('moderation.somebody');
