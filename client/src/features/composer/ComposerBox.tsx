import type { ClipboardEvent, KeyboardEvent } from 'react';
import { enterSends } from '../settings/public/theme';
import { editsNow } from './edits';
import type { Completer } from './useCompleter';
import type { ComposerText } from './useComposerText';
import { useNames } from './useNames';
import type { Sending } from './useSending';

interface BoxProps {
  label: string;
  composer: ComposerText;
  completer: Completer;
  sending: Sending;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => void;
}

/** The box one types into. */
export function ComposerBox({ label, composer, completer, sending, onKeyDown, onPaste }: BoxProps) {
  const { choices, selected } = completer;
  const onNames = useNames(composer);
  return (
    <textarea
      ref={composer.box}
      id="composer"
      rows={1}
      dir="auto"
      autoFocus={matchMedia('(min-width: 820px)').matches}
      enterKeyHint={enterSends() ? 'send' : 'enter'}
      aria-label={label}
      aria-autocomplete="list"
      aria-controls={choices.length > 0 ? 'completions' : undefined}
      aria-activedescendant={choices.length > 0 ? `completion-${selected}` : undefined}
      aria-invalid={sending.problem !== undefined}
      aria-describedby="composer-note"
      placeholder={label}
      value={composer.text}
      onChange={(event) => {
        completer.restart();
        sending.clearFailure();
        composer.setCaret(event.target.selectionStart);
        composer.typed(event.target.value);
        const input = event.nativeEvent as InputEvent;
        onNames(input);
        const box = event.target;
        if (input.inputType === 'historyUndo') queueMicrotask(() => editsNow()?.afterUndo(box));
      }}
      onSelect={(event) => composer.setCaret(event.currentTarget.selectionStart)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      className="block max-h-[40vh] w-full resize-none overflow-y-auto bg-transparent px-3.5 pt-2.5 pb-1 text-[15px] leading-6 outline-none max-[819px]:text-[16px]"
    />
  );
}
