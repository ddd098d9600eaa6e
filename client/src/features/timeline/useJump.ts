import { errorTable } from '@parley/shared/errors';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { ApiError } from '../../platform/api';
import type { Row } from './rows';

/** Why there was nothing to jump to. */
export type Missing = 'deleted' | 'gone';

interface JumpInput {
  roomId: string;
  rows: Row[];
  /** Something of the room is known: before that nothing can be found in it. */
  isOpen: boolean;
  toRow: (index: number) => void;
}

interface Jump {
  /** On the way to a place, where nothing is read. */
  onTheWay: boolean;
  /** The place one has jumped to. */
  highlighted: number | undefined;
  missing: Missing | undefined;
}

/** It is read, and then it is in the way. */
const SHOWN_MS = 8000;

const isPlace = (seq: number): boolean => Number.isSafeInteger(seq) && seq > 0;

/**
 * Stands at the message whose place is in the address as `?at=`, and takes it out of the address when it is there. What is not there, or has been
 * deleted, is said; the address is cleared all the same, since a room is not read while one is on the way to a place in it.
 */
export function useJump({ roomId, rows, isOpen, toRow }: JumpInput): Jump {
  const core = useCore();
  const [params, setParams] = useSearchParams();
  const wanted = params.get('at');
  const at = Number(wanted);
  // Without a network nothing can be asked for: once it is there again.
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
    // Only when the place changes or comes into the run: not while rows move afterwards.
  }, [wanted, at, found, isOpen, online, core, roomId, toRow, setParams]);

  useEffect(() => {
    if (!arrived) return;
    const timer = setTimeout(() => setArrived(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [arrived]);
  // Looked at as long as it is said: what is shown first may be of the cache, from before it was deleted.
  const isDeleted =
    arrived !== undefined &&
    rows.some(
      (row) => row.kind === 'message' && row.message.seq === arrived.seq && row.message.deletedAt !== null,
    );
  const missing = arrived && (arrived.isThere ? (isDeleted ? 'deleted' : undefined) : 'gone');
  return { onTheWay: wanted !== null, highlighted, missing };
}
