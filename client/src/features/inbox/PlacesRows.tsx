import { AtSign, Bookmark, Pencil, type LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { useAppSelector } from '../../core/store';
import { t } from './text/first';
import { classes } from '../../ui/classes';
import { useDrafts } from '../drafts/public/drafts';
import { roomPath } from '../../core/rooms/names';
import { mentionsOf } from '../../core/state/rooms';

interface RowProps {
  to: string;
  name: string;
  Icon: LucideIcon;
  open: boolean;
  count: number;
  /** The count as a text for screen readers. */
  says: string;
  calling?: boolean;
}

function Row({ to, name, Icon, open, count, says, calling = false }: RowProps) {
  return (
    <li>
      <Link
        to={to}
        data-row
        aria-current={open ? 'page' : undefined}
        className={classes(
          'flex h-8 items-center gap-2.5 rounded-lg px-2 text-[14px] no-underline hover:bg-hover max-[819px]:h-11',
          calling ? 'font-semibold text-text' : 'text-soft',
        )}
      >
        <Icon size={16} strokeWidth={1.75} className="shrink-0" aria-hidden="true" />
        <span className="flex-1">{name}</span>
        {count > 0 && (
          <>
            <span className="sr-only">, {says}</span>
            <span
              aria-hidden="true"
              className={classes(
                'tabular min-w-5 rounded-full px-1.5 text-center text-[11px] leading-[18px]',
                calling ? 'bg-solid text-white' : 'text-soft',
              )}
            >
              {count > 99 ? '99+' : count}
            </span>
          </>
        )}
      </Link>
    </li>
  );
}

/** Rows above the rooms: the inbox, saved messages, drafts. */
export function PlacesRows({ roomId, panel }: { roomId: string | undefined; panel: string | undefined }) {
  const waiting = useAppSelector((state) =>
    Object.values(state.rooms.byId).reduce((sum, room) => sum + mentionsOf(room), 0),
  );
  const general = useAppSelector(
    (state) => Object.values(state.rooms.byId).find(({ room }) => room.general)?.room.roomId,
  );
  const drafts = Object.values(useDrafts()).filter(({ text }) => text !== '').length;
  const at = roomId ?? general;
  if (at === undefined) return null;
  return (
    <ul className="m-0 mb-2 list-none p-0">
      <Row
        to={`${roomPath(at)}/inbox`}
        name={t('inbox.title')}
        Icon={AtSign}
        open={panel === 'inbox'}
        count={waiting}
        says={t('sidebar.unread', { count: waiting })}
        calling={waiting > 0}
      />
      <Row
        to={`${roomPath(at)}/saved`}
        name={t('saved.title')}
        Icon={Bookmark}
        open={panel === 'saved'}
        count={0}
        says=""
      />
      {drafts > 0 && (
        <Row
          to={`${roomPath(at)}/drafts`}
          name={t('drafts.title')}
          Icon={Pencil}
          open={panel === 'drafts'}
          count={drafts}
          says={String(drafts)}
        />
      )}
    </ul>
  );
}
