import { useScreens } from '../../core/screens';

/** What features bring to the composer, behind its plus sign. In a chunk of its own, since it is seldom opened. */
export default function FeatureTools({ roomId }: { roomId: string }) {
  return useScreens()
    .flatMap(({ composerTools }) => composerTools ?? [])
    .sort((one, other) => one.order - other.order)
    .map(({ order, Item }) => <Item key={order} roomId={roomId} />);
}
