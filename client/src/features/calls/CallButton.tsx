import { Phone } from 'lucide-react';
import type { HeaderButtonProps } from '../../core/feature';
import { allowed } from '../../core/rooms/select';
import { useAppDispatch, useAppSelector } from '../../core/store';
import { IconButton } from '../../ui/Button';
import { callWanted } from './calls.state';
import { t } from './text/first';

/** Starts a call in a room, or joins the one that is going on. */
export function CallButton({ roomId }: HeaderButtonProps) {
  const dispatch = useAppDispatch();
  const live = useAppSelector((state) => state.calls.byRoom[roomId]?.live);
  const mayCall = useAppSelector((state) => allowed(state, roomId, live ? 'joinCall' : 'startCall'));
  if (!mayCall) return null;
  return (
    <IconButton
      label={t(live ? 'calls.join' : 'calls.start')}
      className={live ? 'bg-tint text-accent' : ''}
      onClick={() => dispatch(callWanted({ roomId }))}
    >
      <Phone size={18} strokeWidth={1.75} />
    </IconButton>
  );
}
