import { useEffect, useRef, useState } from 'react';
import { announce } from '../../../../ui/announce';
import type { CallActions, CallState, Tile } from '../../callState';
import { t } from '../../text/text';
import { largeTile, useLastSpeaker } from '../largeTile';
import { hasDocumentPip, hasVideoPip, openDocumentPip, openVideoPip, type OpenPip } from './openPip';

/** Picture-in-picture of the call. */
export interface Pip {
  /** There is something to show, and this browser can. */
  can: boolean;
  open: boolean;
  /** Where the call is drawn; undefined while it is not open, or shows one picture. */
  window: Window | undefined;
  /** Opens or closes it; call it in a click or a key. */
  toggle: () => void;
}

/** Of a window that shows one picture, in CSS pixels: about a fifth of a screen, as browsers open it. */
const HEIGHT = 270;

/** The tile for browsers that show one picture: the large one, or the first that has a picture. */
function usePictured(state: CallState): Tile | undefined {
  const large = largeTile({ ...state, layout: 'speaker' }, useLastSpeaker(state.tiles));
  return large?.video ? large : state.tiles.find(({ video, own }) => video && !own);
}

/** A video that plays this picture unseen: a browser shows in its window only what is loaded already. */
function useHiddenVideo(picture: MediaStreamTrack | undefined): HTMLVideoElement | undefined {
  const [video, setVideo] = useState<HTMLVideoElement>();
  const isUsed = picture !== undefined;
  useEffect(() => {
    if (!isUsed) return;
    const made = document.createElement('video');
    Object.assign(made, { muted: true, playsInline: true, autoplay: true, className: 'sr-only' });
    made.ariaHidden = 'true';
    document.body.append(made);
    setVideo(made);
    return () => {
      made.srcObject = null;
      made.remove();
      setVideo(undefined);
    };
  }, [isUsed]);
  useEffect(() => {
    if (!video || !picture) return;
    video.srcObject = new MediaStream([picture]);
    video.play().catch(() => undefined);
  }, [video, picture]);
  return video;
}

/**
 * Lets the call be shown in a window over all others. The page shows the chat meanwhile; closing the window, or opening the
 * call in the page, brings it back.
 */
export function usePip(state: CallState, actions: Pick<CallActions, 'setMinimised' | 'shown'>): Pip {
  const [open, setOpen] = useState<OpenPip>();
  const latest = useRef({ actions, isIn: false });
  const pictured = usePictured(state);
  const video = useHiddenVideo(hasDocumentPip() || !hasVideoPip() ? undefined : pictured?.video);
  const isIn = state.phase === 'joined' || state.phase === 'offline';
  latest.current = { actions, isIn };
  const start = async (): Promise<void> => {
    const onClosed = (): void => {
      setOpen(undefined);
      if (!latest.current.isIn) return;
      latest.current.actions.setMinimised(false);
      announce(t('calls.pipClosed'));
    };
    try {
      const made = video ? await openVideoPip(video, onClosed) : await openDocumentPip(onClosed);
      actions.setMinimised(true);
      setOpen(made);
      announce(t('calls.pipOpened'));
    } catch {
      announce(t('calls.pipFailed'));
    }
  };
  // No tile is drawn then, which would say what it needs.
  const needed = open && !open.window && !pictured?.own ? pictured?.key : undefined;
  useEffect(() => {
    if (needed === undefined) return;
    latest.current.actions.shown(needed, Math.round(HEIGHT * devicePixelRatio));
    return () => latest.current.actions.shown(needed, 0);
  }, [needed]);
  const closes = open !== undefined && (!isIn || !state.minimised);
  useEffect(() => {
    if (closes) open.close();
  }, [closes, open]);
  useEffect(() => () => void (latest.current.isIn = false), []);
  // The call is over, or another one is shown.
  useEffect(() => () => open?.close(), [open]);
  return {
    can: isIn && (hasDocumentPip() || video !== undefined),
    open: open !== undefined,
    window: open?.window,
    toggle: () => (open ? open.close() : void start()),
  };
}
