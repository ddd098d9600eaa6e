import { useEffect, useLayoutEffect, useRef } from 'react';

/**
 * What is open above the page stands in the browser's history, so that Back (a button, a gesture, a key) closes it and the page
 * stays where it is. Each open layer has one entry of the same address; an entry without a layer is taken out again, whichever way
 * the layer was closed, so that no press of Back does nothing.
 */
interface Layer {
  close: () => void;
}

const layers: Layer[] = [];
/** Being taken to an earlier entry takes the browser a moment, in which nothing else may be done to the history. */
let goingBack = false;
let settling: ReturnType<typeof setTimeout> | undefined;
/** Navigations that came while the browser was going back: begun then, they would be undone by its arrival. */
const waiting: (() => void)[] = [];

interface LayerState {
  layer?: number;
}
const stateNow = (): LayerState => (history.state as LayerState | null) ?? {};
/** How many layers the present entry stands for. */
const depth = (): number => stateNow().layer ?? 0;

/** Brings the history to what is open. A moment later: a menu that closes as it opens a dialog leaves its entry to it. */
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

/** The browser has gone to another entry. */
export function onPop(): void {
  const wasOurs = goingBack;
  goingBack = false;
  // Somebody went back: what lies above this entry is closed, the last first. What opened while we went ourselves stays.
  if (!wasOurs) for (const layer of layers.splice(depth()).reverse()) layer.close();
  for (const go of waiting.splice(0)) go();
  settle();
}

/** Follows the history; to be used once, where the page's places are. A page loaded anew has nothing open any more. */
export function useHistoryOfLayers(): void {
  useEffect(() => {
    // For good: what closes with these places still takes its entries out.
    window.addEventListener('popstate', onPop);
    settle();
  }, []);
}

/** Loads the page anew. Not while the browser is going back: its arrival would undo that. */
export function reloadPage(): void {
  clearTimeout(settling);
  if (goingBack) waiting.push(reloadPage);
  else location.reload();
}

type Navigate<Options> = (to: string, options?: Options) => void;

/** For the router: a place one goes to out of something that is open takes its entry, so that Back leads to where one was. */
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
  // The address is corrected and what is open stays open: so does its entry.
  if (open && options?.replace === true) navigate(to, { ...options, state: history.state as unknown });
  else navigate(to, open ? ({ ...options, replace: true } as Options) : options);
  settle();
}

/** Something opens above the page. Returns how to say that it is closed. */
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
