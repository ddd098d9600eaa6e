import { useEffect, useRef, useState } from 'react';
import { useAppSelector } from '../../core/store';
import { announce } from '../../ui/announce';
import { t } from './text/text';

/** Seconds until this person may write again, by their newest message here; 0 for now. The server decides. */
function useSecondsLeft(roomId: string, slowSeconds: number): number {
  const last = useAppSelector((state) => {
    const myId = state.session.me?.userId;
    const own = state.timelines.byRoom[roomId]?.messages.findLast(
      ({ authorId, notice }) => authorId === myId && notice === null,
    );
    return own?.createdAt;
  });
  const end = last === undefined ? 0 : Date.parse(last) + slowSeconds * 1000;
  const [now, setNow] = useState(() => Date.now());
  const waits = end > now;
  useEffect(() => {
    setNow(Date.now());
    if (!waits) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [end, waits]);
  return Math.max(0, Math.ceil((end - now) / 1000));
}

/** Above a room with slow mode: how long one waits, and from when on one may write again. */
export function SlowCountdown({ roomId, slowSeconds }: { roomId: string; slowSeconds: number }) {
  const left = useSecondsLeft(roomId, slowSeconds);
  const waits = left > 0;
  const waited = useRef(false);
  useEffect(() => {
    // Each second would interrupt a screen reader: it reads the start and the end.
    if (waits) announce(t('moderation.slowWait', { seconds: slowSeconds }));
    else if (waited.current) announce(t('moderation.slowOver'));
    waited.current = waits;
  }, [waits, slowSeconds]);
  return (
    <p role="note" className="m-0 border-b border-line px-4 py-2 text-[13px] text-soft">
      {t('moderation.slowBanner', { seconds: slowSeconds })}{' '}
      {waits && (
        <span role="timer" className="tabular font-semibold">
          {t('moderation.slowWait', { seconds: left })}
        </span>
      )}
    </p>
  );
}
