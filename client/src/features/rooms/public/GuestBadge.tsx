import { t } from '../text/text';

/** Behind the name of somebody who sees only the rooms they were invited to. */
export const GuestBadge = () => (
  <span className="ms-1.5 rounded border border-line px-1 text-[11px] text-soft">{t('members.guest')}</span>
);
