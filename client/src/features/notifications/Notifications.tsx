import { useNotifications } from './useNotifications';

/** Notifications while the page is open; renders nothing. Loaded after the first room. */
export default function Notifications({ roomId }: { roomId: string | undefined }) {
  useNotifications(roomId);
  return null;
}
