import type { MessageView } from '@parley/shared/messages';
import { useState, type KeyboardEvent } from 'react';
import { useStore } from 'react-redux';
import type { State, Store } from '../../app/store';
import { enterSends } from '../settings/theme';
import { complete, completingAt } from './completion';
import type { Choice } from './CompletionList';
import type { ComposerTarget } from './composerTarget';
import { useCompletion, type Completion } from './useCompletion';
import type { ComposerText } from './useComposerText';

/** The last message of one's own, or of somebody else. Looked for when a key asks: a run can be long. */
function lastMessage(state: State, roomId: string, own: boolean): MessageView | undefined {
  const myId = state.session.me?.userId;
  return state.timelines.byRoom[roomId]?.messages.findLast(
    ({ authorId, deletedAt, notice }) => (authorId === myId) === own && !deletedAt && !notice,
  );
}

export interface Completer extends Completion {
  selected: number;
  pick: (choice: Choice) => void;
  /** Begins at the first again: something was typed. */
  restart: () => void;
  /** Takes a key if the list has a use for it. */
  key: (event: KeyboardEvent) => boolean;
}

/** The list above the composer, and the keys that belong to it while it is open. */
export function useCompleter(composer: ComposerText): Completer {
  const { text, caret } = composer;
  const [dismissed, setDismissed] = useState(-1);
  const [chosen, setChosen] = useState(0);
  const completing = completingAt(text, caret);
  const { choices, List } = useCompletion(
    completing && completing.from !== dismissed ? completing : undefined,
  );
  const selected = Math.min(chosen, Math.max(0, choices.length - 1));
  const pick = (choice: Choice): void => {
    if (!completing) return;
    const result = complete(text, completing, choice.insert);
    setChosen(0);
    composer.change(result.text, [result.caret, result.caret]);
  };
  const key = (event: KeyboardEvent): boolean => {
    const choice = choices[selected];
    if (!choice) return false;
    // A command typed whole is meant: Enter runs it, Tab still completes.
    if (event.key === 'Enter' && completing?.kind === 'command' && choice.key === completing.query)
      return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      setChosen((selected + (event.key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(choice);
    else if (event.key === 'Escape') setDismissed(completing?.from ?? -1);
    else return false;
    return true;
  };
  return { choices, ...(List ? { List } : {}), selected, pick, restart: () => setChosen(0), key };
}

function formatKey(event: KeyboardEvent, composer: ComposerText): boolean {
  if (!event.ctrlKey && !event.metaKey) return false;
  const key = event.key.toLowerCase();
  const marks: Record<string, string> = { b: '**', i: '_', e: '`' };
  const mark = event.shiftKey ? undefined : marks[key];
  if (mark !== undefined) composer.wrap(mark);
  else if (event.shiftKey && key === 'l') composer.link();
  else return false;
  return true;
}

interface KeysOptions {
  roomId: string;
  composer: ComposerText;
  target: ComposerTarget;
  completer: Completer;
  submit: () => void;
}

/** The composer's own keys. */
export function useKeys({ roomId, composer, target, completer, submit }: KeysOptions) {
  const store = useStore() as Store;
  return (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses a character: it must neither send nor complete. Safari says so only
    // by the old code 229.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (completer.key(event) || formatKey(event, composer)) return event.preventDefault();
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && !event.altKey && (enterSends() ? !event.shiftKey : command)) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && target.target.kind !== 'new') {
      event.preventDefault();
      event.stopPropagation();
      target.clear();
    } else if (event.key === 'ArrowUp' && composer.text === '') {
      const last = lastMessage(store.getState(), roomId, !event.shiftKey);
      if (!last) return;
      event.preventDefault();
      (event.shiftKey ? target.reply : target.edit)(last);
    }
  };
}
