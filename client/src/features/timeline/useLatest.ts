import { useEffect, useRef } from 'react';
import { useCore } from '../../core/coreContext';

interface LatestInput {
  roomId: string;
  /** Whether the loaded messages reach the end of the room. Undefined until it is loaded. */
  live: boolean | undefined;
  /** The address names another place. */
  onTheWay: boolean;
  /** How many messages of this room are in the outbox. */
  sending: number;
  toEnd: () => void;
}

/**
 * Opens a room at its end, and returns there when a message is sent from far up.
 *
 * @returns goes to the end, which it loads first if need be
 */
export function useLatest({ roomId, live, onTheWay, sending, toEnd }: LatestInput): () => void {
  const core = useCore();
  const opened = useRef(false);
  const before = useRef(sending);
  const jump = (): Promise<unknown> => core.rooms.jump(roomId, 'latest');
  const jumpToLatest = (): void => {
    if (live === true) return toEnd();
    jump().then(toEnd, () => undefined);
  };
  useEffect(() => {
    // The cache may hold a place far up, from the last time.
    if (!opened.current && !onTheWay && live === false) jump().catch(() => undefined);
    opened.current = true;
    if (sending > before.current && live === false) jumpToLatest();
    before.current = sending;
  });
  return jumpToLatest;
}
