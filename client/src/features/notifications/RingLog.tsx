import type { RingEntry } from '@parley/shared/push';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { t } from './text/text';
import { messagePath, roomTitle } from '../../core/rooms/names';
import { formatClock } from '../../ui/times';
import { usePreferences } from './public/preferences';
import { pageRings } from './ringLog';

const reasons: Record<string, string> = {
  rang: t('ringLog.rang'),
  own: t('ringLog.own'),
  call: t('ringLog.call'),
  looking: t('ringLog.looking'),
  'do not disturb': t('ringLog.dnd'),
  'quiet hours': t('ringLog.quiet'),
  'nothing wanted': t('ringLog.nothingWanted'),
  'no mention': t('ringLog.noMention'),
  blocked: t('ringLog.blocked'),
  off: t('ringLog.off'),
  'another tab': t('ringLog.anotherTab'),
  failed: t('ringLog.failed'),
  gone: t('ringLog.failed'),
};

const none: RingEntry[] = [];

/** Why each of the last messages did or did not notify on this device: by the page, and by the server while it was closed. */
export function RingLog() {
  const core = useCore();
  const { hide } = useDialogs();
  const { push } = usePreferences();
  const rooms = useAppSelector((state) => state.rooms.byId);
  const users = useAppSelector((state) => state.people.users.entities);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const load = useCallback(
    async () => (push ? (await core.api.request('GET /me/push/log')).entries : none),
    [core, push],
  );
  const { value: pushed = none } = useLoaded(load);
  const entries = [
    ...pageRings().map((entry) => ({ ...entry, by: 'page' })),
    ...pushed.map((entry) => ({ ...entry, by: 'push' })),
  ]
    .sort((a, b) => b.at.localeCompare(a.at))
    .slice(0, 50);
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-[14px] font-semibold">{t('ringLog.title')}</summary>
      {entries.length === 0 && <p className="mt-2 mb-0 text-[14px] text-soft">{t('ringLog.none')}</p>}
      <ul aria-label={t('ringLog.title')} className="m-0 mt-2 list-none divide-y divide-line p-0 text-[13px]">
        {entries.map(({ at, roomId, seq, verdict, by }) => {
          const room = rooms[roomId]?.room;
          return (
            <li key={`${by} ${roomId} ${seq}`} className="flex items-baseline gap-3 py-1.5">
              <time dateTime={at} className="tabular shrink-0 text-soft">
                {formatClock(at)}
              </time>
              <Link to={messagePath(roomId, seq)} onClick={hide} className="min-w-0 flex-1 truncate">
                <bdi>{room ? roomTitle(room, users, myId) : roomId}</bdi>
              </Link>
              <span className="shrink-0 text-soft">
                {by === 'push' && verdict === 'rang' ? t('ringLog.byPush') : (reasons[verdict] ?? verdict)}
              </span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
