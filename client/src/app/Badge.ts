import { useEffect } from 'react';
import { createSelector } from '@reduxjs/toolkit';
import { isCalling, selectSidebar } from '../core/rooms/select';
import { useAppSelector } from '../core/store';

/** The count in the title and the badge: mentions, and everything in direct messages and groups. */
const selectBadge = createSelector([selectSidebar], (groups) => {
  const all = [...groups.favourites, ...groups.rooms, ...groups.direct];
  const count = all.reduce((sum, room) => {
    const personal = room.state.room.type === 'direct' || room.state.room.type === 'group';
    return sum + (room.state.member.muted ? room.mentions : personal ? room.unread : room.mentions);
  }, 0);
  return { count, unread: all.some(isCalling) };
});

const icon = (dot: boolean): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1b7a60"/><path d="M9 11a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7l-5 4z" fill="#fff"/>${dot ? '<circle cx="25" cy="7" r="7" fill="#e5484d"/>' : ''}</svg>`;

/** How long a title must stay the same before it is shown: a message in the room on screen is unread for a moment. */
const SETTLED_MS = 100;

/** The count in the title and a dot on the icon, for a tab in the background. Renders nothing. */
export default function Badge({ place }: { place: string }): null {
  const { count, unread } = useAppSelector(selectBadge);
  const workspace = useAppSelector((state) => state.session.workspaceName);
  const name = place === '' ? workspace : `${place} · ${workspace}`;
  const title = count > 0 ? `(${count}) ${name}` : unread ? `• ${name}` : name;
  useEffect(() => {
    const timer = setTimeout(() => (document.title = title), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [title]);
  const dot = count > 0;
  useEffect(() => {
    const link = document.getElementById('favicon');
    link?.setAttribute('href', `data:image/svg+xml,${encodeURIComponent(icon(dot))}`);
  }, [dot]);
  return null;
}
