import { useNotifications } from './useNotifications';

/** Notifications while the page is open; nothing to see. It comes a moment after the first room. */
export default function Notifications({ roomId }: { roomId: string | undefined }) {
  useNotifications(roomId);
  return null;
}
