import { Hand, MonitorUp, MonitorX, Settings2 } from 'lucide-react';
import type { CallActions, CallState } from '../callState';
import { useNarrow } from '../../../ui/platform';
import { t } from '../text/text';
import { DevicePickers } from './DevicePickers';
import { CameraButton, LeaveButton, MuteButton } from './MediaButtons';
import { MoreMenu } from './MoreMenu';
import { Popup } from './Popup';
import { ReactionsPopup } from './ReactionsPopup';
import { ToolbarButton } from './ToolbarButton';

interface ToolbarProps {
  state: CallState;
  actions: CallActions;
}

/** What a phone has in its More menu. */
function WideTools({ state: { own }, actions }: ToolbarProps) {
  return (
    <>
      {own.canShareScreen && (
        <ToolbarButton
          label={own.screen ? t('calls.screenStop') : t('calls.screenShare')}
          look={own.screen ? 'on' : 'plain'}
          shortcut="screen"
          onClick={() => actions.setScreen(!own.screen)}
        >
          {own.screen ? (
            <MonitorX size={20} strokeWidth={1.75} />
          ) : (
            <MonitorUp size={20} strokeWidth={1.75} />
          )}
        </ToolbarButton>
      )}
      <ToolbarButton
        label={own.hand ? t('calls.handLower') : t('calls.handRaise')}
        look={own.hand ? 'on' : 'plain'}
        shortcut="hand"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => actions.setHand(!own.hand)}
      >
        <Hand size={20} strokeWidth={1.75} />
      </ToolbarButton>
      <ReactionsPopup actions={actions} />
      <Popup
        label={t('calls.devices')}
        trigger={
          <ToolbarButton label={t('calls.devices')}>
            <Settings2 size={20} strokeWidth={1.75} />
          </ToolbarButton>
        }
      >
        {() => (
          <DevicePickers
            own={own}
            actions={actions}
            className="flex w-[320px] max-w-[calc(100vw-16px)] flex-col gap-3 p-4"
          />
        )}
      </Popup>
    </>
  );
}

/** The buttons of a call, at the bottom: in a thumb's reach. */
export function Toolbar({ state, actions }: ToolbarProps) {
  const narrow = useNarrow();
  return (
    <div
      role="group"
      aria-label={t('calls.call')}
      className="flex shrink-0 items-center justify-center gap-2 px-3 pt-3 pb-[max(12px,env(safe-area-inset-bottom))] max-[359px]:gap-1"
    >
      <MuteButton own={state.own} actions={actions} />
      <CameraButton own={state.own} actions={actions} />
      {narrow ? (
        <>
          <ReactionsPopup actions={actions} />
          <MoreMenu state={state} actions={actions} />
        </>
      ) : (
        <WideTools state={state} actions={actions} />
      )}
      <LeaveButton actions={actions} className="ms-2 w-14!" />
    </div>
  );
}
