import { isWritten } from '@parley/shared/isWritten';
import type { MessageView } from '@parley/shared/messages';
import type { KeyboardEvent as KeyPress } from 'react';
import { useStore } from 'react-redux';
import type { State, Store } from '../../core/store';
import { pressed, type Pressed } from '../../ui/keys';
import { enterSends } from '../settings/public/theme';
import type { ComposerTarget } from './public/composerTarget';
import { editsNow, loadEdits } from './edits';
import { mark, type Mark } from './markKeys';
import type { Completer } from './useCompleter';
import type { ComposerText } from './useComposerText';

/** One's own last message, or the last of somebody else. A function and no selector: a run can be long. */
function lastMessage(state: State, roomId: string, own: boolean): MessageView | undefined {
  const myId = state.session.me?.userId;
  return state.timelines.byRoom[roomId]?.messages.findLast(
    (message) => (message.authorId === myId) === own && !message.deletedAt && isWritten(message),
  );
}

const marks: Record<string, Mark> = { b: 'bold', i: 'italic', e: 'code' };

function formatKey({ key, command, shift }: Pressed, composer: ComposerText): boolean {
  const which = shift ? (key === 'l' ? 'link' : undefined) : marks[key];
  if (!command || !which) return false;
  mark(composer, which);
  return true;
}

/** Inserts the next line or item, if Enter does that here. */
function makesLine({ command, shift }: Pressed, composer: ComposerText): boolean {
  const box = composer.box.current;
  const edits = editsNow();
  if (command || shift || !box || !edits) return false;
  const make = enterSends() ? edits.nextLine : edits.nextLineOrQuote;
  const next = make(box.value, [box.selectionStart, box.selectionEnd]);
  if (next) composer.apply(() => next);
  return next !== undefined;
}

/** A text that may hold a list, a quote or code, where Enter can mean the next line. */
const mayGoOn = /^\s*(?:[-*+>]|\d+[.)]|```)/m;

/**
 * Enter where it may insert a line instead of sending, while the edits are still loading over a slow network: it is
 * repeated once they are loaded, and sends if that fails. Sent at once, a list would be cut off after its first item.
 */
function waitsForEdits({ command, shift }: Pressed, box: HTMLTextAreaElement): boolean {
  if (command || shift || !enterSends() || editsNow() || !mayGoOn.test(box.value)) return false;
  const again = (ctrlKey: boolean): void => {
    box.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', ctrlKey, bubbles: true, cancelable: true }),
    );
  };
  loadEdits().then(
    () => again(false),
    () => again(true),
  );
  return true;
}

interface KeysOptions {
  roomId: string;
  composer: ComposerText;
  target: ComposerTarget;
  completer: Completer;
  submit: () => void;
  /** What Escape dismisses first, if anything. */
  putAside: (() => void) | undefined;
}

/** ArrowUp in an empty box edits one's last message, with Shift it replies to the last one. Returns whether it did. */
function goesUp(
  event: KeyPress<HTMLTextAreaElement>,
  { roomId, composer, target }: Pick<KeysOptions, 'roomId' | 'composer' | 'target'>,
  store: Store,
): boolean {
  if (event.key !== 'ArrowUp' || event.altKey) return false;
  if (composer.text !== '' || target.target.kind === 'edit') return false;
  const last = lastMessage(store.getState(), roomId, !event.shiftKey);
  if (!last) return false;
  (event.shiftKey ? target.reply : target.edit)(last);
  return true;
}

/** The composer's own keys. Those of an input method never arrive here (ui/keys). */
export function useKeys({ roomId, composer, target, completer, submit, putAside }: KeysOptions) {
  const store = useStore() as Store;
  return (event: KeyPress<HTMLTextAreaElement>): void => {
    const press = pressed(event);
    if (!editsNow()) void loadEdits().catch(() => undefined);
    if (completer.key(event) || formatKey(press, composer)) return event.preventDefault();
    if (event.key === 'Enter' && !event.altKey) {
      if (waitsForEdits(press, event.currentTarget)) return event.preventDefault();
      const sends = press.command || (enterSends() && !press.shift);
      if (makesLine(press, composer)) return event.preventDefault();
      if (!sends) return;
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && (putAside || target.target.kind !== 'new')) {
      event.preventDefault();
      event.stopPropagation();
      (putAside ?? target.clear)();
    } else if (goesUp(event, { roomId, composer, target }, store)) {
      event.preventDefault();
    }
  };
}
