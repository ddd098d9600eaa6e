import { useEffect, useState } from 'react';
import { loadEmojiPopover } from '../features/emoji/EmojiButton';
import { loadToolbar } from '../features/timeline/MessageRow';
import { loadRichText } from '../features/timeline/Markdown';
import { loadMenu } from '../ui/Menu';
import { loadJumpDialog } from './OpenDialog';
import { useAppSelector } from './store';

const often = [loadToolbar, loadRichText, loadMenu, loadJumpDialog, loadEmojiPopover];

const PAUSE_MS = 1000;

/**
 * Some time after the first room is on screen, what one reaches for all the time is loaded.
 *
 * @returns whether that time has come: what the first room can do without waits for it too
 */
export function useWarmUp(): boolean {
  const [warm, setWarm] = useState(false);
  const shown = useAppSelector((state) => Object.keys(state.timelines.byRoom).length > 0);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => {
      setWarm(true);
      for (const load of often) load().catch(() => undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return warm;
}
