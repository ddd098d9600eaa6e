import { AtSign } from 'lucide-react';
import { Link } from 'wouter';
import { useAppSelector } from '../../app/store';
import { t } from '../../text/text';
import { classes } from '../../ui/classes';
import { roomPath } from '../rooms/names';
import { mentionsOf } from '../rooms/rooms.state';

/** Leads to what calls one; it counts what is not read. */
export function InboxRow({ roomId, open }: { roomId: string | undefined; open: boolean }) {
  const waiting = useAppSelector((state) =>
    Object.values(state.rooms.byId).reduce((sum, room) => sum + mentionsOf(room), 0),
  );
  const general = useAppSelector(
    (state) => Object.values(state.rooms.byId).find(({ room }) => room.general)?.room.roomId,
  );
  const at = roomId ?? general;
  if (at === undefined) return null;
  return (
    <Link
      to={`${roomPath(at)}/inbox`}
      data-row
      aria-current={open ? 'page' : undefined}
      className={classes(
        'flex h-8 items-center gap-2.5 rounded-lg px-2 text-[14px] no-underline hover:bg-hover max-[819px]:h-11',
        waiting > 0 ? 'font-semibold text-text' : 'text-soft',
      )}
    >
      <AtSign size={16} strokeWidth={1.75} className="shrink-0" aria-hidden="true" />
      <span className="flex-1">{t('inbox.title')}</span>
      {waiting > 0 && (
        <>
          <span className="sr-only">, {t('sidebar.unread', { count: waiting })}</span>
          <span
            aria-hidden="true"
            className="tabular min-w-5 rounded-full bg-solid px-1.5 text-center text-[11px] leading-[18px] text-white"
          >
            {waiting > 99 ? '99+' : waiting}
          </span>
        </>
      )}
    </Link>
  );
}
