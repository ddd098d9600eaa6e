import { useEffect, useRef } from 'react';
import type { CallActions, CallState } from '../callState';
import { pressed } from '../../../ui/keys';
import { callKeys } from './callKeys';

type Own = CallState['own'];

const fields = 'input, textarea, select, [contenteditable="true"], [contenteditable=""]';
/** What Space presses. */
const pressable = 'button, a, summary, [role="button"], [role^="menuitem"], [role="option"]';

const isIn = (event: KeyboardEvent, selector: string): boolean =>
  event.target instanceof Element && event.target.closest(selector) !== null;

/** With Ctrl or ⌘ and Shift, from anywhere. */
const anywhere: Record<string, (actions: CallActions, own: Own) => void> = {
  [callKeys.mute]: (actions, own) => actions.setMuted(!own.muted),
  [callKeys.camera]: (actions, own) => actions.setCamera(!own.camera),
  [callKeys.screen]: (actions, own) => own.canShareScreen && actions.setScreen(!own.screen),
  [callKeys.hand]: (actions, own) => actions.setHand(!own.hand),
  [callKeys.leave]: (actions) => actions.leave(),
};

/** Single letters: only while the focus is in the call, since they are text elsewhere. */
const inside: Record<string, (actions: CallActions, own: Own) => void> = {
  m: (actions, own) => actions.setMuted(!own.muted),
  v: (actions, own) => actions.setCamera(!own.camera),
  h: (actions, own) => actions.setHand(!own.hand),
};

/** Those of both that mean something before joining. */
const before = new Set<string>([callKeys.mute, callKeys.camera, 'm', 'v']);

/** What a key does, if anything. */
function workOf(
  event: KeyboardEvent,
  joined: boolean,
): ((actions: CallActions, own: Own) => void) | undefined {
  const { key, command, shift, alt } = pressed(event);
  if (!joined && !before.has(key)) return undefined;
  if (command) return shift ? anywhere[key] : undefined;
  if (shift || alt || isIn(event, fields) || !isIn(event, '[data-call]')) return undefined;
  return inside[key];
}

const isSpace = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key === ' ' && !ctrlKey && !metaKey && !altKey && !shiftKey;

/**
 * The keys of a call, while one is in it or about to join. Space talks while it is held and one is muted, except in a text field or on a
 * button.
 */
export function useCallKeys(state: CallState, actions: CallActions): void {
  const latest = useRef({ own: state.own, actions });
  latest.current = { own: state.own, actions };
  const joined = state.phase === 'joined' || state.phase === 'offline';
  const over = state.phase === 'ended';
  useEffect(() => {
    if (over) return;
    let talking = false;
    const stopTalking = (): void => {
      if (talking) latest.current.actions.setMuted(true);
      talking = false;
    };
    const talk = (event: KeyboardEvent): void => {
      // Repeats of the key that is held would scroll.
      if (talking) return event.preventDefault();
      if (event.repeat || !latest.current.own.muted || isIn(event, `${fields}, ${pressable}`)) return;
      event.preventDefault();
      talking = true;
      latest.current.actions.setMuted(false);
    };
    const onDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if (joined && isSpace(event)) return talk(event);
      const work = event.repeat ? undefined : workOf(event, joined);
      if (!work) return;
      event.preventDefault();
      work(latest.current.actions, latest.current.own);
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key === ' ') stopTalking();
    };
    window.addEventListener('keydown', onDown);
    window.addEventListener('keyup', onUp);
    // In another window the key is released unseen.
    window.addEventListener('blur', stopTalking);
    return () => {
      window.removeEventListener('keydown', onDown);
      window.removeEventListener('keyup', onUp);
      window.removeEventListener('blur', stopTalking);
      stopTalking();
    };
  }, [joined, over]);
}
