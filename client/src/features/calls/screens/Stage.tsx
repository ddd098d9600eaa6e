import { useEffect, useRef } from 'react';
import type { CallScreenProps } from './callScreenProps';
import { t } from '../text/text';
import { CallNotices } from './CallNotices';
import type { Pip } from './pip/usePip';
import { StageHeader } from './StageHeader';
import { stageTheme } from './stageTheme';
import { Tiles } from './Tiles';
import { Toolbar } from './Toolbar';
import { Waiting } from './Waiting';

/** A running call over the room: its people and what one can do. Escape makes it small. */
export function Stage({ state, actions, title, onNetworkTest, pip }: CallScreenProps & { pip: Pip }) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    // What had the focus is covered now. On the stage itself and on no button, so that Space talks.
    ref.current?.focus({ preventScroll: true });
    return () => {
      // Back to the chat, once it is uncovered; on a phone that would open its keyboard.
      queueMicrotask(() => {
        if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches)
          document.getElementById('composer')?.focus();
      });
    };
  }, []);
  return (
    <section
      ref={ref}
      tabIndex={-1}
      data-theme={stageTheme()}
      data-call=""
      aria-label={t('calls.callWith', { title })}
      onKeyDown={(event) => {
        // A menu or dialog that Escape closes stops the event.
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        actions.setMinimised(true);
      }}
      className="flex h-full min-h-0 w-full flex-col bg-panel text-text outline-none"
    >
      <StageHeader state={state} actions={actions} title={title} pip={pip} />
      <CallNotices
        state={state}
        actions={actions}
        onNetworkTest={onNetworkTest}
        className="mx-auto w-full max-w-[720px] shrink-0 px-3 not-empty:mb-2"
      />
      <div className="flex min-h-0 flex-1 flex-col gap-2 px-3">
        <Tiles state={state} actions={actions} />
        <Waiting state={state} />
      </div>
      <Toolbar state={state} actions={actions} />
    </section>
  );
}
