import { Pencil, Trash2, X } from 'lucide-react';
import { Link } from 'wouter';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { IconButton } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { roomPath, roomTitle } from '../../core/rooms/names';
import { saveDraft, useDrafts } from './public/drafts';

/** All drafts, by room; a click continues one. */
export function DraftsPanel({ onClose }: { onClose: () => void }) {
  const drafts = useDrafts();
  const rooms = useAppSelector((state) => state.rooms.byId);
  const users = useAppSelector((state) => state.people.users.entities);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const shown = Object.entries(drafts).flatMap(([roomId, { text }]) => {
    const room = rooms[roomId]?.room;
    return room && text !== '' ? [{ roomId, text, title: roomTitle(room, users, myId) }] : [];
  });
  return (
    <aside id="panel" aria-label={t('drafts.title')} className="panel">
      <header className="flex h-14 shrink-0 items-center justify-between border-b border-line px-4">
        <h2 className="heading m-0 text-[16px]">{t('drafts.title')}</h2>
        <IconButton label={t('drafts.close')} onClick={onClose}>
          <X size={18} strokeWidth={1.75} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-1" tabIndex={-1}>
        {shown.length === 0 && (
          <Notice icon={<Pencil size={32} strokeWidth={1.5} />} title={t('drafts.nothing')}>
            {t('drafts.nothingHint')}
          </Notice>
        )}
        <ul aria-label={t('drafts.title')} className="m-0 list-none p-0">
          {shown.map(({ roomId, text, title }) => (
            <li key={roomId} className="flex items-start gap-1 rounded-lg hover:bg-hover">
              <Link to={roomPath(roomId)} className="block min-w-0 flex-1 px-3 py-2.5 no-underline">
                <bdi className="block truncate text-[12px] font-semibold text-soft">{title}</bdi>
                <span className="line-clamp-3 text-[14px] leading-5 break-words" dir="auto">
                  {text}
                </span>
              </Link>
              <IconButton
                label={t('drafts.discard', { room: title })}
                onClick={() => saveDraft(roomId, '')}
                className="mt-1"
              >
                <Trash2 size={16} strokeWidth={1.75} />
              </IconButton>
            </li>
          ))}
        </ul>
      </div>
    </aside>
  );
}
