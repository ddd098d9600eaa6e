import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Virtualizer } from 'virtua';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { classes } from '../../ui/classes';
import { MessageRow, PendingRow } from './MessageRow';
import { useCopying } from './useCopying';
import { DayLine, MissingLine, NewLine, RoomStart, TimelineSkeleton } from './lines';
import { buildRows, countNew, type Row } from './rows';
import { formatClock, formatDay, useTimes } from '../../ui/times';
import { useJump } from './useJump';
import { useMoving } from './useMoving';
import { useReading } from './useReading';
import { useScroll } from './useScroll';
import { t } from './text/first';

function dayAt(rows: Row[], index: number): number | undefined {
  for (let i = index; i >= 0; i--) {
    const row = rows[i];
    if (row?.kind === 'day') return row.time;
  }
  return undefined;
}

/** The place of the first message at this row or below it. */
function seqAt(rows: Row[], index: number): number | undefined {
  for (let i = index; i < rows.length; i++) {
    const row = rows[i];
    if (row?.kind === 'message') return row.message.seq;
  }
  return undefined;
}

/** Moves the focus to a message's actions: now, or when they have been loaded, if one is still waiting at the message. */
function intoToolbar(row: HTMLElement): void {
  const first = (): HTMLElement | null =>
    row.querySelector('[role=toolbar] button:not(.max-\\[819px\\]\\:hidden)');
  const there = first();
  if (there) return there.focus();
  const observer = new MutationObserver(() => {
    const came = first();
    if (came || document.activeElement !== row) observer.disconnect();
    if (document.activeElement === row) came?.focus();
  });
  observer.observe(row, { childList: true, subtree: true });
}

/** Arrows walk message by message; Enter goes to a message's actions; Escape returns to the composer. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const current = (event.target as HTMLElement).closest<HTMLElement>('[data-message]');
  if (!current || current !== event.target) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const next = all[all.indexOf(current) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  } else if (event.key === 'Enter') {
    event.preventDefault();
    intoToolbar(current);
  }
}

export function Timeline({ roomId }: { roomId: string }) {
  const core = useCore();
  const scrollRef = useRef<HTMLDivElement>(null);
  const timeline = useAppSelector((state) => state.timelines.byRoom[roomId]);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const everything = useAppSelector((state) => state.timelines.outbox);
  const outbox = useMemo(() => everything.filter((item) => item.roomId === roomId), [everything, roomId]);
  const readSeq = useAppSelector((state) => state.rooms.byId[roomId]?.member.readSeq);
  const [active, setActive] = useState<string>();
  const [menuOpen, setMenuOpen] = useState(false);
  // The same function for every row and every draw: rows that did not change are not drawn again.
  const activate = useCallback(
    (key: string | undefined) => {
      if (!menuOpen) setActive(key);
    },
    [menuOpen],
  );
  const loading = useRef(false);
  const onCopy = useCopying(roomId);
  useTimes();
  const { moving, onMove } = useMoving();

  const load = useCallback(
    (which: 'loadOlder' | 'loadNewer') => {
      if (loading.current) return;
      loading.current = true;
      core.rooms[which](roomId)
        .catch(() => undefined)
        .finally(() => (loading.current = false));
    },
    [core, roomId],
  );

  const { newAfter, onReading } = useReading(roomId);
  const wanted = useMemo(
    () =>
      timeline
        ? buildRows({
            messages: timeline.messages,
            outbox,
            atStart: timeline.atStart,
            live: timeline.live,
            newAfter,
            myId,
          })
        : [],
    [timeline, outbox, newAfter, myId],
  );
  const scroll = useScroll({
    scrollRef,
    rows: wanted,
    roomId,
    nearStart: () => load('loadOlder'),
    nearEnd: () => timeline?.live === false && load('loadNewer'),
  });
  const { rows, toRow, toEnd } = scroll;
  const { onTheWay, highlighted, missing } = useJump({ roomId, rows, isOpen: timeline !== undefined, toRow });
  // On the way to another place nothing is read.
  const atLatest = scroll.atEnd && timeline?.live === true && !onTheWay;
  useEffect(() => onReading(atLatest), [onReading, atLatest, timeline?.headSeq]);

  // What is far from here need not be held.
  const topSeq = seqAt(rows, scroll.firstVisible);
  useEffect(() => {
    if (atLatest) core.rooms.readAt(roomId, 'end');
    else if (topSeq !== undefined) core.rooms.readAt(roomId, topSeq);
  }, [core, roomId, atLatest, topSeq]);
  useEffect(() => () => core.rooms.readAt(roomId, undefined), [core, roomId]);

  // Coming back to a room begins at its end, also when one was last seen far up.
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    if (!onTheWay && timeline?.live === false) core.rooms.jump(roomId, 'latest').catch(() => undefined);
  });

  const jumpToLatest = (): void => {
    if (timeline?.live === true) return toEnd();
    core.rooms.jump(roomId, 'latest').then(toEnd, () => undefined);
  };

  // What one says while reading far up is said at the end: go there.
  const said = outbox.length;
  const saidBefore = useRef(said);
  useEffect(() => {
    if (said > saidBefore.current && timeline?.live === false) jumpToLatest();
    saidBefore.current = said;
  });

  if (!timeline) return <TimelineSkeleton />;
  const lastOwn = timeline.messages.findLast(
    (message) => message.authorId === myId && !message.deletedAt && !message.notice,
  )?.clientId;
  const newIndex = rows.findIndex((row) => row.kind === 'new');
  const firstNew = rows[newIndex + 1];
  const newCount = countNew(timeline, newAfter, myId);
  const below = countNew(timeline, readSeq, myId);
  // Beside a day's own line the floating one would say it twice.
  const besideLine = [0, 1, 2].some((i) => rows[scroll.firstVisible + i]?.kind === 'day');
  const day = besideLine ? undefined : dayAt(rows, scroll.firstVisible);

  return (
    <div className="relative min-h-0 flex-1">
      {day !== undefined && (
        <div
          aria-hidden="true"
          data-day-pill
          // It says where one is while one is on the way; on a list that stands still it would lie on somebody's words.
          className={classes(
            'pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center transition-opacity duration-150',
            (!moving || scroll.atEnd) && 'opacity-0',
          )}
        >
          <span className="rounded-full border border-line bg-page px-3 py-0.5 text-[12px] font-semibold text-soft">
            {formatDay(day)}
          </span>
        </div>
      )}
      {newIndex >= 0 && newIndex < scroll.firstVisible && firstNew?.kind === 'message' && (
        <button
          type="button"
          onClick={() => toRow(newIndex)}
          className="absolute top-10 left-1/2 z-20 flex h-8 -translate-x-1/2 items-center gap-2 rounded-full bg-solid px-4 text-[13px] font-semibold text-white shadow-float"
        >
          {t('timeline.newSince', { count: newCount, time: formatClock(firstNew.message.createdAt) })}
        </button>
      )}
      <div
        ref={scrollRef}
        id="timeline"
        role="log"
        aria-label={t('timeline.messages')}
        tabIndex={0}
        onKeyDown={walk}
        onCopy={onCopy}
        onMouseLeave={() => !menuOpen && setActive(undefined)}
        className="flex h-full flex-col overflow-y-auto [overflow-anchor:none] outline-offset-[-2px]"
      >
        <div className="grow" />
        <Virtualizer
          ref={scroll.handle}
          scrollRef={scrollRef}
          shift={scroll.inFront}
          onScroll={(offset) => {
            onMove();
            scroll.onScroll(offset);
          }}
          bufferSize={300}
        >
          {/* As elements and not by `data`: with that the list lost its place after a load in two of six tries. */}
          {rows.map((row) => {
            switch (row.kind) {
              case 'start':
                return <RoomStart key={row.key} roomId={roomId} />;
              case 'day':
                return <DayLine key={row.key} time={row.time} />;
              case 'new':
                return <NewLine key={row.key} />;
              case 'pending':
                return <PendingRow key={row.key} item={row.item} grouped={row.grouped} />;
              case 'message':
                return (
                  <MessageRow
                    key={row.key}
                    message={row.message}
                    grouped={row.grouped}
                    active={active === row.key}
                    highlighted={highlighted === row.message.seq}
                    ticked={row.key === lastOwn}
                    onActive={activate}
                    onMenu={setMenuOpen}
                  />
                );
            }
          })}
        </Virtualizer>
        <div className="h-2 shrink-0" />
      </div>
      <MissingLine missing={missing} />
      {!atLatest && (
        <button
          type="button"
          onClick={jumpToLatest}
          className="absolute bottom-3 left-1/2 z-20 -translate-x-1/2 flex h-9 items-center gap-2 rounded-full border border-line bg-raised px-3.5 text-[13px] font-semibold shadow-float hover:border-strong max-[819px]:h-11"
        >
          <ArrowDown size={16} strokeWidth={2} aria-hidden="true" />
          {below > 0 ? t('timeline.below', { count: below }) : t('timeline.latest')}
        </button>
      )}
    </div>
  );
}
