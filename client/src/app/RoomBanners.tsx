import { useScreens } from '../core/screens';

/** What features show above a room's timeline. Loaded after the first room. */
export default function RoomBanners({ roomId }: { roomId: string }) {
  return useScreens().map(({ name, RoomBanner }) => RoomBanner && <RoomBanner key={name} roomId={roomId} />);
}
