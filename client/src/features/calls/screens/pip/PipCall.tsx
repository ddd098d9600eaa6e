import { Undo2 } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { createPortal } from 'react-dom';
import { t } from '../../text/text';
import type { CallScreenProps } from '../callScreenProps';
import { Duration } from '../Duration';
import { CameraButton, LeaveButton, MuteButton } from '../MediaButtons';
import { SmallTile } from '../SmallTile';
import { stageTheme } from '../stageTheme';
import { ToolbarButton } from '../ToolbarButton';
import { useCallAnnouncements } from '../useCallAnnouncements';
import { useCallKeys } from '../useCallKeys';
import type { Pip } from './usePip';

interface PipCallProps extends Pick<CallScreenProps, 'state' | 'actions' | 'title'> {
  pip: Pip;
  window: Window;
}

/** The call in a window of its own: who is large, and what one needs most. The keys of a call work there, too. */
export function PipCall({ state, actions, title, pip, window }: PipCallProps) {
  const said = useRef<HTMLDivElement>(null);
  // The page is not read while this window has the focus.
  const say = useCallback((text: string) => {
    if (said.current) said.current.textContent = text;
  }, []);
  useCallAnnouncements(state, say);
  useCallKeys(state, actions, { pip, target: window });
  return createPortal(
    <section
      data-theme={stageTheme()}
      data-call=""
      aria-label={t('calls.callWith', { title })}
      className="flex h-dvh flex-col bg-panel text-text"
    >
      <SmallTile state={state} actions={actions} className="min-h-0 flex-1" />
      <p className="m-0 flex items-center gap-2 px-3 pt-2 text-[13px] leading-5 font-medium">
        <span className="min-w-0 flex-1 truncate">
          <bdi>{title}</bdi>
        </span>
        {state.call?.answeredAt != null && <Duration since={state.call.answeredAt} />}
      </p>
      <div className="flex items-center justify-center gap-2 p-2.5 pt-2">
        <MuteButton own={state.own} actions={actions} />
        <CameraButton own={state.own} actions={actions} />
        <ToolbarButton label={t('calls.pipReturn')} shortcut="pip" onClick={() => pip.toggle()}>
          <Undo2 size={18} strokeWidth={1.75} className="rtl:-scale-x-100" />
        </ToolbarButton>
        <LeaveButton actions={actions} />
      </div>
      <div ref={said} role="status" aria-live="polite" className="sr-only" />
    </section>,
    window.document.body,
  );
}
