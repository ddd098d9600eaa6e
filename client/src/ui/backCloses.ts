import { useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Every open layer (dialog, menu) has an entry in the browser's history, so that Back (a button, a gesture, a key) closes it and the
 * page stays where it is. The entries have the page's address; one whose layer was closed otherwise is removed again,
 * so that no press of Back does nothing.
 */
interface Layer {
  close: () => void;
}

const layers: Layer[] = [];
/** Going back is asynchronous; until it arrives the history must not be changed. */
let goingBack = false;
let settling: ReturnType<typeof setTimeout> | undefined;
/** Navigations requested meanwhile: begun at once, the arrival would undo them. */
const waiting: (() => void)[] = [];

interface LayerState {
  layer?: number;
}
const stateNow = (): LayerState => (history.state as LayerState | null) ?? {};
/** How many layers the current entry has. */
const depth = (): number => stateNow().layer ?? 0;

/** Makes the history match the open layers, in a later turn: a menu that closes as it opens a dialog passes on its entry. */
function settle(): void {
  clearTimeout(settling);
  settling = setTimeout(() => {
    if (goingBack) return;
    const surplus = depth() - layers.length;
    if (surplus > 0) {
      goingBack = true;
      history.go(-surplus);
    }
    for (let next = depth() + 1; next <= layers.length; next++)
      history.pushState({ ...stateNow(), layer: next }, '');
  });
}

/** Handles `popstate`. */
export function onPop(): void {
  const wasOurs = goingBack;
  goingBack = false;
  // The person went back: closes the layers above this entry, the last first. After our own `back` they stay open.
  if (!wasOurs) for (const layer of layers.splice(depth()).reverse()) layer.close();
  for (const go of waiting.splice(0)) go();
  settle();
}

/** Follows the history; to be used once, in the router. After a reload no layer is open. */
export function useHistoryOfLayers(): void {
  useEffect(() => {
    // Never removed: what closes with these routes still removes its entries.
    window.addEventListener('popstate', onPop);
    settle();
  }, []);
}

/** Reloads the page, but not while the browser is going back: the arrival would undo that. */
export function reloadPage(): void {
  clearTimeout(settling);
  if (goingBack) waiting.push(reloadPage);
  else location.reload();
}

type Navigate<Options> = (to: string, options?: Options) => void;

/** For the router: navigation out of a layer replaces its entry, so that Back leads to the previous page. */
export function aroundNavigation<Options extends { replace?: boolean }>(
  navigate: Navigate<Options>,
  to: string,
  options?: Options,
): void {
  if (goingBack) {
    waiting.push(() => aroundNavigation(navigate, to, options));
    return;
  }
  const open = depth() > 0;
  // A corrected address, with the layer still open: its entry stays.
  if (open && options?.replace === true) navigate(to, { ...options, state: history.state as unknown });
  else navigate(to, open ? ({ ...options, replace: true } as Options) : options);
  settle();
}

/** Registers a layer that opens above the page. Returns the function to call when it closes. */
export function openLayer(close: () => void): () => void {
  const layer: Layer = { close };
  layers.push(layer);
  settle();
  return () => {
    const at = layers.indexOf(layer);
    if (at >= 0) layers.splice(at, 1);
    settle();
  };
}

/** While `open`, Back closes this and nothing else. */
export function useBackCloses(open: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => (open ? openLayer(() => close.current()) : undefined), [open]);
}
