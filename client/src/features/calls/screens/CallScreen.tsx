import type { CallScreenProps } from './callScreenProps';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { Notice } from '../../../ui/Notice';
import { t } from '../text/text';
import { MinimisedCall } from './MinimisedCall';
import { PipCall } from './pip/PipCall';
import { usePip } from './pip/usePip';
import { Preview } from './Preview';
import { Stage } from './Stage';
import { useCallAnnouncements } from './useCallAnnouncements';
import { useCallKeys } from './useCallKeys';

/** Says that the call is over, and why, if there is a reason. */
function Ended({ state, actions }: CallScreenProps) {
  return (
    <div className="h-full w-full bg-page">
      <Notice title={t('calls.ended')}>
        <Failure>{state.failure}</Failure>
        <Button className="mt-2" onClick={() => actions.leave()}>
          {t('common.close')}
        </Button>
      </Notice>
    </div>
  );
}

/**
 * The call of this tab: before it, in it, or as a small window. All but the small window, which floats by itself, fill
 * the element they are in. The keys of a call work while this is drawn.
 */
export function CallScreen(props: CallScreenProps) {
  const { state, actions } = props;
  const pip = usePip(state, actions);
  useCallKeys(state, actions, { pip });
  useCallAnnouncements(state);
  if (state.phase === 'preview') return <Preview {...props} />;
  if (state.phase === 'ended') return <Ended {...props} />;
  if (!state.minimised) return <Stage {...props} pip={pip} />;
  return (
    <>
      <MinimisedCall {...props} pip={pip} />
      {pip.window && <PipCall {...props} pip={pip} window={pip.window} />}
    </>
  );
}
