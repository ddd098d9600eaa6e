import { useCallback, useState, type RefObject } from 'react';
import { Virtualizer } from 'virtua';
import { DayLine, NewLine, RoomStart } from './lines';
import { MessageRow, PendingRow, type MessageRowProps } from './MessageRow';
import type { Row } from './rows';
import { t } from './text/first';
import { useCopying } from './useCopying';
import type { Scroll } from './useScroll';
import { walkMessages } from './walkMessages';

type LogRowProps = Omit<MessageRowProps, 'message' | 'grouped'> & { row: Row; roomId: string };

function LogRow({ row, roomId, ...rest }: LogRowProps) {
  switch (row.kind) {
    case 'start':
      return <RoomStart roomId={roomId} />;
    case 'day':
      return <DayLine time={row.time} />;
    case 'new':
      return <NewLine />;
    case 'pending':
      return <PendingRow item={row.item} grouped={row.grouped} />;
    case 'message':
      return <MessageRow message={row.message} grouped={row.grouped} {...rest} />;
  }
}

interface MessageLogProps {
  roomId: string;
  scrollRef: RefObject<HTMLDivElement | null>;
  scroll: Scroll;
  onScroll: (offset: number) => void;
  /** The target of the last jump. */
  highlighted: number | undefined;
  /** The key of one's last message. */
  lastOwn: string | undefined;
}

/** The list of rows that scrolls. One row at a time is active and shows its toolbar. */
export function MessageLog({ roomId, scrollRef, scroll, onScroll, highlighted, lastOwn }: MessageLogProps) {
  const [active, setActive] = useState<string>();
  const [menuOpen, setMenuOpen] = useState(false);
  const onCopy = useCopying(roomId);
  // One function for all rows and renders: unchanged rows do not render again.
  const activate = useCallback((key?: string) => void (menuOpen || setActive(key)), [menuOpen]);
  return (
    <div
      ref={scrollRef}
      id="timeline"
      role="log"
      aria-label={t('timeline.messages')}
      tabIndex={0}
      onKeyDown={walkMessages}
      onCopy={onCopy}
      onMouseLeave={() => activate()}
      className="flex h-full flex-col overflow-y-auto [overflow-anchor:none] outline-offset-[-2px]"
    >
      <div className="grow" />
      <Virtualizer
        ref={scroll.handle}
        scrollRef={scrollRef}
        shift={scroll.inFront}
        onScroll={onScroll}
        bufferSize={300}
      >
        {/* As elements and not by `data`: with that the list lost its place after a load in two of six tries. */}
        {scroll.rows.map((row) => (
          <LogRow
            key={row.key}
            row={row}
            roomId={roomId}
            active={active === row.key}
            highlighted={row.kind === 'message' && highlighted === row.message.seq}
            ticked={row.key === lastOwn}
            onActive={activate}
            onMenu={setMenuOpen}
          />
        ))}
      </Virtualizer>
      <div className="h-2 shrink-0" />
    </div>
  );
}
