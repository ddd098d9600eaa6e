import { useCallback, useEffect, useRef } from 'react';
import { useCore } from '../../core/coreContext';

/** The server expires a typist after 6 s; a repeat every 3 s renews that, and makes up for a lost one. */
const REPEAT_MS = 3000;

/** Publishes to the room that one types. */
export function useTyping(roomId: string): (typing: boolean) => void {
  const core = useCore();
  const last = useRef(0);
  const tell = useCallback(
    (typing: boolean) => {
      const now = Date.now();
      if (typing ? now - last.current < REPEAT_MS : last.current === 0) return;
      last.current = typing ? now : 0;
      core.typing(roomId, typing);
    },
    [core, roomId],
  );
  useEffect(() => () => tell(false), [tell]);
  return tell;
}
