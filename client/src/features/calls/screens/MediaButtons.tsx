import { Mic, MicOff, Phone, Video, VideoOff } from 'lucide-react';
import type { CallActions, OwnMedia } from '../callState';
import { t } from '../text/text';
import { keysOf } from './callKeys';
import { ToolbarButton } from './ToolbarButton';

/** Turns one's microphone on or off. A click does not take the focus from the composer. */
export function MuteButton({ own, actions }: { own: OwnMedia; actions: Pick<CallActions, 'setMuted'> }) {
  const { muted } = own;
  return (
    <ToolbarButton
      label={muted ? t('calls.unmute') : t('calls.mute')}
      look={muted ? 'off' : 'plain'}
      shortcut="mute"
      {...(muted
        ? { tooltip: t('calls.unmuteKeys', { keys: `${t('calls.unmute')}: ${keysOf('mute')}` }) }
        : {})}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => actions.setMuted(!muted)}
    >
      {muted ? <MicOff size={20} strokeWidth={1.75} /> : <Mic size={20} strokeWidth={1.75} />}
    </ToolbarButton>
  );
}

/** Turns one's camera on or off. */
export function CameraButton({ own, actions }: { own: OwnMedia; actions: Pick<CallActions, 'setCamera'> }) {
  const { camera } = own;
  return (
    <ToolbarButton
      label={camera ? t('calls.cameraOff') : t('calls.cameraOn')}
      look={camera ? 'plain' : 'off'}
      shortcut="camera"
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => actions.setCamera(!camera)}
    >
      {camera ? <Video size={20} strokeWidth={1.75} /> : <VideoOff size={20} strokeWidth={1.75} />}
    </ToolbarButton>
  );
}

export function LeaveButton({
  actions,
  className,
}: {
  actions: Pick<CallActions, 'leave'>;
  className?: string;
}) {
  return (
    <ToolbarButton
      label={t('calls.leave')}
      look="leave"
      shortcut="leave"
      onClick={() => actions.leave()}
      {...(className === undefined ? {} : { className })}
    >
      <Phone size={20} strokeWidth={1.75} className="rotate-[135deg]" />
    </ToolbarButton>
  );
}
