import { useEffect, useState } from 'react';
import { loadCompletion } from '../features/composer/useCompletion';
import { loadRichText as loadPasted } from '../features/composer/usePaste';
import { loadEmojiPopover } from '../features/emoji/public/EmojiButton';
import { loadEdits } from '../features/composer/edits';
import { loadCopying } from '../features/timeline/useCopying';
import { loadToolbar } from '../features/timeline/MessageRow';
import { loadRichText } from '../features/timeline/Markdown';
import { loadScreens } from './loadScreens';
import { loadWorkspaceMenu } from './WorkspaceMenu';
import { loadMenu } from '../ui/Menu';
import { useAppSelector } from '../core/store';

const loadJumpDialog = () => import('../features/rooms/rooms.screens').then((m) => m.loadJumpDialog());

const often: (() => Promise<unknown>)[] = [
  loadToolbar,
  loadRichText,
  loadMenu,
  loadScreens,
  () => import('./OpenDialog'),
  loadJumpDialog,
  loadEmojiPopover,
  () => import('../features/composer/FeatureTools'),
  loadCompletion,
  loadPasted,
  loadEdits,
  loadCopying,
  loadWorkspaceMenu,
  () => import('../features/session/SignOutDialog'),
  () => import('../features/session/ConnectionDialog'),
  () => import('./shortcutActions'),
  () => import('../features/composer/TargetLine'),
];

const PAUSE_MS = 1000;
/** Delay where no room is shown: the list on a phone, or a room one may not see. */
const PAUSE_WITHOUT_ROOM_MS = 5000;

/**
 * Loads what is used most some time after the first room is on screen; later where there is none.
 *
 * @returns whether that time has passed: other code that the first room does not need waits for it too
 */
export function useWarmUp(): boolean {
  const [warm, setWarm] = useState(false);
  const shown = useAppSelector((state) => Object.keys(state.timelines.byRoom).length > 0);
  const ready = useAppSelector((state) => state.session.ready);
  useEffect(() => {
    if (!shown && !ready) return;
    const timer = setTimeout(
      () => {
        setWarm(true);
        for (const load of often) load().catch(() => undefined);
      },
      shown ? PAUSE_MS : PAUSE_WITHOUT_ROOM_MS,
    );
    return () => clearTimeout(timer);
  }, [shown, ready]);
  return warm;
}
