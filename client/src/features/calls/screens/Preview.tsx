import { VideoOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { CallState } from '../callState';
import { useAppSelector } from '../../../core/store';
import { listed } from '../../../text/listed';
import { Avatar } from '../../../ui/Avatar';
import { Button } from '../../../ui/Button';
import { t } from '../text/text';
import { CallNotices } from './CallNotices';
import { DevicePickers } from './DevicePickers';
import { Faces } from './Faces';
import type { CallScreenProps } from './callScreenProps';
import { CameraButton, MuteButton } from './MediaButtons';
import { stageTheme } from './stageTheme';
import { TrackVideo } from './TrackVideo';
import { useNames } from './useNames';

/** One's own picture as in a mirror, and whether others will get it. */
function Mirror({ state: { own }, actions }: Pick<CallScreenProps, 'state' | 'actions'>) {
  const me = useAppSelector((state) => state.session.me);
  return (
    <div
      data-theme={stageTheme()}
      className="relative aspect-video w-full overflow-hidden rounded-2xl bg-panel text-text ring-1 ring-line max-[819px]:aspect-[4/3]"
    >
      {own.camera && own.cameraTrack ? (
        <TrackVideo track={own.cameraTrack} mirrored />
      ) : (
        <div className="flex size-full flex-col items-center justify-center gap-3 pb-12">
          <Avatar id={me?.userId ?? ''} name={me?.displayName ?? ''} size={88} />
          <span className="flex items-center gap-1.5 text-[13px] text-soft">
            <VideoOff size={14} strokeWidth={1.75} aria-hidden="true" />
            {t('calls.cameraNowOff')}
          </span>
        </div>
      )}
      <div className="absolute inset-x-0 bottom-3 flex justify-center gap-2">
        <MuteButton own={own} actions={actions} />
        <CameraButton own={own} actions={actions} />
      </div>
    </div>
  );
}

/** Who is in the call already. */
function Present({ call }: Pick<CallState, 'call'>) {
  const nameOf = useNames();
  const there = [...new Set(call?.legs.map(({ userId }) => userId))];
  if (!call) return null;
  const rest = there.length - 3;
  const names = there.slice(0, rest === 1 ? 4 : 3).map(nameOf);
  if (rest > 1) names.push(t('calls.morePeople', { count: rest }));
  return (
    <div className="flex min-w-0 items-center gap-2.5 text-[14px] text-soft">
      <Faces userIds={there.slice(0, 4)} size={24} />
      <span className="min-w-0">{t('calls.here', { count: there.length, names: listed(names) })}</span>
    </div>
  );
}

/** Before a call: how one looks and sounds, with what, and who is there. */
export function Preview({ state, actions, title, onNetworkTest }: CallScreenProps) {
  const join = useRef<HTMLButtonElement>(null);
  useEffect(() => join.current?.focus({ preventScroll: true }), []);
  return (
    <section
      data-call=""
      aria-label={t('calls.callWith', { title })}
      className="flex h-full min-h-0 w-full flex-col overflow-y-auto bg-page text-text"
    >
      <div className="m-auto flex w-full max-w-[560px] flex-col gap-4 px-4 py-5 max-[819px]:mt-0 max-[819px]:min-h-full">
        <header>
          <h2 className="heading m-0 text-[18px]">{state.call ? t('calls.join') : t('calls.start')}</h2>
          <p className="m-0 mt-0.5 truncate text-[14px] text-soft">
            <bdi>{title}</bdi>
          </p>
        </header>
        <Mirror state={state} actions={actions} />
        <CallNotices state={state} actions={actions} onNetworkTest={onNetworkTest} className="empty:-mt-4" />
        <DevicePickers
          own={state.own}
          actions={actions}
          className="grid grid-cols-[repeat(auto-fit,minmax(160px,1fr))] items-start gap-x-3 gap-y-4"
        />
        <Present call={state.call} />
        <footer className="sticky bottom-0 -mx-4 mt-auto -mb-5 flex justify-end gap-2 bg-page px-4 pt-2 pb-[max(20px,env(safe-area-inset-bottom))]">
          <Button kind="quiet" large onClick={() => actions.leave()}>
            {t('common.cancel')}
          </Button>
          <button
            ref={join}
            type="button"
            onClick={() => (state.elsewhere ? actions.join({ move: true }) : actions.join())}
            className="inline-flex h-11 items-center justify-center rounded-lg bg-solid px-5 text-[15px] font-semibold text-white transition-colors duration-100 hover:bg-[var(--accent-solid-hover)] max-[819px]:flex-1"
          >
            {state.elsewhere ? t('calls.moveHere') : state.call ? t('calls.join') : t('calls.startNow')}
          </button>
        </footer>
      </div>
    </section>
  );
}
