import { Suspense } from 'react';
import { PanelSkeleton } from '../ui/Skeleton';
import { screens } from './screens';

const panels = Object.assign({}, ...screens.map(({ panels: brought }) => brought)) as NonNullable<
  (typeof screens)[number]['panels']
>;

/** The panel beside the room, by its name in the address; the details if the name is unknown. */
export default function OpenPanel({
  name,
  roomId,
  onClose,
}: {
  name: string;
  roomId: string;
  onClose: () => void;
}) {
  const shown = Object.hasOwn(panels, name) ? panels[name] : panels['details'];
  if (!shown) return null;
  return (
    <Suspense fallback={<PanelSkeleton title={shown.title()} onClose={onClose} />}>
      <shown.Panel roomId={roomId} onClose={onClose} />
    </Suspense>
  );
}
