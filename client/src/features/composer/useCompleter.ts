import { useEffect, useState, type KeyboardEvent } from 'react';
import type { Choice } from './choices';
import { completionNow, loadCompletion, useCompletion, type Completion } from './useCompletion';
import type { ComposerText } from './useComposerText';

export interface Completer extends Completion {
  selected: number;
  /** The person moved to the selected one; it is not just the first. */
  moved: boolean;
  move: (index: number) => void;
  pick: (choice: Choice) => void;
  /** Selects the first again, after typing. */
  restart: () => void;
  /** Handles a key; returns whether the list used it. */
  key: (event: KeyboardEvent) => boolean;
}

/** The list above the composer, and its keys while it is open. */
export function useCompleter(composer: ComposerText, roomId: string): Completer {
  const { text, caret } = composer;
  const [dismissed, setDismissed] = useState(-1);
  const [chosen, setChosen] = useState<number>();
  const [, setLoaded] = useState(false);
  const parts = completionNow();
  const wanted = !parts && /[@#:/]/.test(text);
  useEffect(() => {
    // Offline before it was loaded: the text is taken literally.
    if (wanted)
      loadCompletion().then(
        () => setLoaded(true),
        () => undefined,
      );
  }, [wanted]);
  const completing = parts?.completingAt(text, caret);
  const completion = useCompletion(
    completing && completing.from !== dismissed ? completing : undefined,
    roomId,
  );
  const { choices } = completion;
  const moved = chosen !== undefined;
  const selected = Math.min(chosen ?? 0, Math.max(0, choices.length - 1));
  const pick = (choice: Choice): void => {
    if (!completing || !parts) return;
    setChosen(undefined);
    composer.apply((now) => parts.complete(now, completing, choice.insert));
  };
  const key = (event: KeyboardEvent): boolean => {
    const choice = choices[selected];
    if (!choice || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      setChosen((selected + (event.key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length);
    else if (event.key === 'Tab' && !event.shiftKey) pick(choice);
    // Enter takes a choice that was selected or clearly meant; else the text is taken literally.
    else if (event.key === 'Enter' && !event.shiftKey && (moved || choice.meant)) pick(choice);
    else if (event.key === 'Escape') setDismissed(completing?.from ?? -1);
    else return false;
    return true;
  };
  return { ...completion, selected, moved, move: setChosen, pick, restart: () => setChosen(undefined), key };
}
