import { errorTable } from '@parley/shared/errors';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { ApiError } from '../../platform/api';
import type { Row } from './rows';

/** Why the place of a link shows no message. */
export type Missing = 'deleted' | 'gone';

interface JumpInput {
  roomId: string;
  rows: Row[];
  /** Messages of the room are loaded; before that none can be found. */
  isOpen: boolean;
  toRow: (index: number) => void;
}

interface Jump {
  /** A jump is under way, and nothing is read. */
  onTheWay: boolean;
  /** The seq of the last jump. */
  highlighted: number | undefined;
  missing: Missing | undefined;
}

/** The notice about a missing message goes after this. */
const SHOWN_MS = 8000;

const isPlace = (seq: number): boolean => Number.isSafeInteger(seq) && seq > 0;

/**
 * Scrolls to the message whose seq is in the address as `?at=`, and then removes it from the address: also when there is no such message, or a deleted
 * one, since nothing in a room is read while a jump is under way.
 */
export function useJump({ roomId, rows, isOpen, toRow }: JumpInput): Jump {
  const core = useCore();
  const [params, setParams] = useSearchParams();
  const wanted = params.get('at');
  const at = Number(wanted);
  // Requested again when the network is back.
  const online = useAppSelector((state) => state.session.connection === 'online');
  const [highlighted, setHighlighted] = useState<number>();
  const [arrived, setArrived] = useState<{ seq: number; isThere: boolean }>();
  const latest = useRef(wanted);
  latest.current = wanted;

  const found =
    wanted === null ? -1 : rows.findIndex((row) => row.kind === 'message' && row.message.seq === at);
  useEffect(() => {
    if (wanted === null || !isOpen) return;
    const arrive = (isThere: boolean): void => {
      setArrived({ seq: at, isThere });
      setParams(
        (now) => {
          now.delete('at');
          return now;
        },
        { replace: true },
      );
    };
    if (!isPlace(at)) return arrive(false);
    if (found >= 0) {
      toRow(found);
      setHighlighted(at);
      return arrive(true);
    }
    core.rooms.jump(roomId, at).then(
      (isThere) => {
        if (!isThere && latest.current === wanted) arrive(false);
      },
      (error: unknown) => {
        if (
          error instanceof ApiError &&
          !errorTable[error.problem.code].retryable &&
          latest.current === wanted
        )
          arrive(false);
      },
    );
    // Only when the place changes or is loaded, and not when rows move afterwards.
  }, [wanted, at, found, isOpen, online, core, roomId, toRow, setParams]);

  useEffect(() => {
    if (!arrived) return;
    const timer = setTimeout(() => setArrived(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [arrived]);
  // Read while the notice is shown: the first rows may come from the cache, from before the message was deleted.
  const isDeleted =
    arrived !== undefined &&
    rows.some(
      (row) => row.kind === 'message' && row.message.seq === arrived.seq && row.message.deletedAt !== null,
    );
  const missing = arrived && (arrived.isThere ? (isDeleted ? 'deleted' : undefined) : 'gone');
  return { onTheWay: wanted !== null, highlighted, missing };
}
