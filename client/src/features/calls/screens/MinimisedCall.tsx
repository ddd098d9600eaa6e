import { Maximize2, Undo2 } from 'lucide-react';
import { t } from '../text/text';
import type { CallScreenProps } from './callScreenProps';
import { Duration } from './Duration';
import { LeaveButton, MuteButton } from './MediaButtons';
import type { Pip } from './pip/usePip';
import { SmallTile } from './SmallTile';
import { stageTheme } from './stageTheme';
import { ToolbarButton } from './ToolbarButton';
import { useDrag } from './useDrag';

/**
 * A call as a small window over the chat, at the top, where it leaves the composer free. It can be moved. Without its picture
 * while that is in a window of its own.
 */
export function MinimisedCall({ state, actions, title, pip }: CallScreenProps & { pip: Pip }) {
  const { style, handle } = useDrag('[data-call]');
  return (
    <section
      data-theme={stageTheme()}
      data-call=""
      aria-label={t('calls.callWith', { title })}
      style={style}
      className="fixed end-4 top-[72px] z-40 w-[220px] overflow-hidden rounded-2xl border border-line bg-panel text-text shadow-float max-[819px]:end-2 max-[819px]:top-[64px] max-[819px]:w-[172px]"
    >
      <div {...handle} className="cursor-move select-none">
        {!pip.open && (
          <SmallTile state={state} actions={actions} className="h-[124px] max-[819px]:h-[92px]" />
        )}
        <p className="m-0 flex items-center gap-2 px-2.5 pt-1.5 text-[13px] leading-5 font-medium">
          <span className="min-w-0 flex-1 truncate">
            <bdi>{title}</bdi>
          </span>
          {state.call?.answeredAt != null && <Duration since={state.call.answeredAt} />}
        </p>
      </div>
      <div className="flex items-center justify-between gap-1 p-2 pt-1.5">
        <MuteButton own={state.own} actions={actions} />
        {pip.open ? (
          <ToolbarButton label={t('calls.pipReturn')} shortcut="pip" onClick={() => pip.toggle()}>
            <Undo2 size={18} strokeWidth={1.75} className="rtl:-scale-x-100" />
          </ToolbarButton>
        ) : (
          <ToolbarButton label={t('calls.expand')} onClick={() => actions.setMinimised(false)}>
            <Maximize2 size={18} strokeWidth={1.75} />
          </ToolbarButton>
        )}
        <LeaveButton actions={actions} />
      </div>
    </section>
  );
}
