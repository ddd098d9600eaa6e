import { lazy, Suspense, useEffect, useMemo, useRef, type ComponentProps } from 'react';
import { useCore } from '../../core/coreContext';
import type { RoomTimeline } from '../../core/state/timelines';
import { useAppSelector } from '../../core/store';
import type { Place } from '../../sync/timeline';
import { Fallible } from '../../ui/Fallible';
import { useTimes } from '../../ui/times';
import { MissingLine, TimelineSkeleton } from './lines';
import { MessageLog } from './MessageLog';
import { buildRows, countNew, type Row } from './rows';
import { useJump } from './useJump';
import { useLatest } from './useLatest';
import { useMoving } from './useMoving';
import { useReading } from './useReading';
import { useScroll } from './useScroll';

const Overlays = lazy(() => import('./overlays'));

/** The seq of the first message at this row or below it. */
const seqAt = (rows: Row[], index: number): number | undefined =>
  rows.slice(index).find((row) => row.kind === 'message')?.message.seq;

const lastOwnKey = ({ messages }: RoomTimeline, myId: string): string | undefined =>
  messages.findLast(({ authorId, deletedAt, notice }) => authorId === myId && !deletedAt && !notice)
    ?.clientId;

/** Loads more messages at either end, one page at a time. */
function useLoadMore(roomId: string): (which: 'loadOlder' | 'loadNewer') => void {
  const core = useCore();
  const loading = useRef(false);
  return (which) => {
    if (loading.current) return;
    loading.current = true;
    core.rooms[which](roomId)
      .catch(() => undefined)
      .finally(() => (loading.current = false));
  };
}

/** Reports the place on screen to the core, which evicts messages far from it. */
function useReadPlace(roomId: string, place: Place | undefined): void {
  const core = useCore();
  useEffect(() => {
    if (place !== undefined) core.rooms.readAt(roomId, place);
  }, [core, roomId, place]);
  useEffect(() => () => core.rooms.readAt(roomId, undefined), [core, roomId]);
}

/** What leads to the first new message, if it is above the screen. */
function newAbove(rows: Row[], firstVisible: number, toRow: (index: number) => void, count: () => number) {
  const index = rows.findIndex((row) => row.kind === 'new');
  const first = rows[index + 1];
  if (index < 0 || index >= firstVisible || first?.kind !== 'message') return undefined;
  return { time: first.message.createdAt, count: count(), onClick: () => toRow(index) };
}

/** They come a moment after the messages. */
const LateOverlays = (props: ComponentProps<typeof Overlays>) => (
  <Fallible>
    <Suspense>
      <Overlays {...props} />
    </Suspense>
  </Fallible>
);

/** The messages of a room, and above them where one is and what is new. */
export function Timeline({ roomId }: { roomId: string }) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const timeline = useAppSelector((state) => state.timelines.byRoom[roomId]);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const everything = useAppSelector((state) => state.timelines.outbox);
  const outbox = useMemo(() => everything.filter((item) => item.roomId === roomId), [everything, roomId]);
  const readSeq = useAppSelector((state) => state.rooms.byId[roomId]?.member.readSeq);
  useTimes();
  const { moving, onMove } = useMoving();
  const load = useLoadMore(roomId);
  const { newAfter, onReading } = useReading(roomId);
  const wanted = useMemo(
    () => (timeline ? buildRows({ ...timeline, outbox, newAfter, myId }) : []),
    [timeline, outbox, newAfter, myId],
  );
  const live = timeline?.live;
  const scroll = useScroll({
    scrollRef,
    rows: wanted,
    roomId,
    nearStart: () => load('loadOlder'),
    nearEnd: () => live === false && load('loadNewer'),
  });
  const { rows, firstVisible, toRow, toEnd } = scroll;
  const { onTheWay, highlighted, missing } = useJump({ roomId, rows, isOpen: timeline !== undefined, toRow });
  // Nothing is read while a jump is under way.
  const atLatest = scroll.atEnd && live === true && !onTheWay;
  useEffect(() => onReading(atLatest), [onReading, atLatest, timeline?.headSeq]);
  useReadPlace(roomId, atLatest ? 'end' : seqAt(rows, firstVisible));
  const jumpToLatest = useLatest({ roomId, live, onTheWay, sending: outbox.length, toEnd });

  if (!timeline) return <TimelineSkeleton />;
  const newSince = newAbove(rows, firstVisible, toRow, () => countNew(timeline, newAfter, myId));
  return (
    <div className="relative min-h-0 flex-1">
      <MessageLog
        roomId={roomId}
        scrollRef={scrollRef}
        scroll={scroll}
        onScroll={(offset) => {
          onMove();
          scroll.onScroll(offset);
        }}
        highlighted={highlighted}
        lastOwn={lastOwnKey(timeline, myId)}
      />
      <MissingLine missing={missing} />
      {(!atLatest || newSince) && (
        <LateOverlays
          rows={rows}
          first={firstVisible}
          day={moving && !scroll.atEnd}
          newSince={newSince}
          toLatest={
            atLatest ? undefined : { unread: countNew(timeline, readSeq, myId), onClick: jumpToLatest }
          }
        />
      )}
    </div>
  );
}
