import Notifications from '../features/notifications/Notifications';
import Toast from '../ui/Toast';
import Badge from './Badge';

/** What goes on beside any screen: the title of the window, short messages, and notifications. In one file to load. */
export default function Around({ place, roomId }: { place: string; roomId: string | undefined }) {
  return (
    <>
      <Badge place={place} />
      <Toast />
      <Notifications roomId={roomId} />
    </>
  );
}
