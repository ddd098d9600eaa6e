import { useEffect, useRef } from 'react';
import type { CallActions, CallState } from '../callState';
import { pressed } from '../../../ui/keys';
import { callKeys } from './callKeys';
import type { Pip } from './pip/usePip';

type Own = CallState['own'];
type Work = (actions: CallActions, own: Own, pip: Pip) => void;

const fields = 'input, textarea, select, [contenteditable="true"], [contenteditable=""]';
/** What Space presses. */
const pressable = 'button, a, summary, [role="button"], [role^="menuitem"], [role="option"]';

/** Elements of another window are of another class `Element`. */
const isIn = (event: KeyboardEvent, selector: string): boolean =>
  (event.target as Partial<Element> | null)?.closest?.(selector) != null;

/** With Ctrl or ⌘ and Shift, from anywhere. */
const anywhere: Record<string, Work> = {
  [callKeys.mute]: (actions, own) => actions.setMuted(!own.muted),
  [callKeys.camera]: (actions, own) => actions.setCamera(!own.camera),
  [callKeys.screen]: (actions, own) => own.canShareScreen && actions.setScreen(!own.screen),
  [callKeys.hand]: (actions, own) => actions.setHand(!own.hand),
  [callKeys.pip]: (_actions, _own, pip) => pip.can && pip.toggle(),
  [callKeys.leave]: (actions) => actions.leave(),
};

/** Single letters: only while the focus is in the call, since they are text elsewhere. */
const inside: Record<string, Work> = {
  m: (actions, own) => actions.setMuted(!own.muted),
  v: (actions, own) => actions.setCamera(!own.camera),
  h: (actions, own) => actions.setHand(!own.hand),
};

/** Those of both that mean something before joining. */
const before = new Set<string>([callKeys.mute, callKeys.camera, 'm', 'v']);

/** What a key does, if anything. */
function workOf(event: KeyboardEvent, joined: boolean): Work | undefined {
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
 *
 * @param target the window in which they are pressed
 */
export function useCallKeys(
  state: CallState,
  actions: CallActions,
  { pip, target = window }: { pip: Pip; target?: Window },
): void {
  const latest = useRef({ own: state.own, actions, pip });
  latest.current = { own: state.own, actions, pip };
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
      work(latest.current.actions, latest.current.own, latest.current.pip);
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key === ' ') stopTalking();
    };
    target.addEventListener('keydown', onDown);
    target.addEventListener('keyup', onUp);
    // In another window the key is released unseen.
    target.addEventListener('blur', stopTalking);
    return () => {
      target.removeEventListener('keydown', onDown);
      target.removeEventListener('keyup', onUp);
      target.removeEventListener('blur', stopTalking);
      stopTalking();
    };
  }, [joined, over, target]);
}
