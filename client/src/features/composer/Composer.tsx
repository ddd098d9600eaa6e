import { ArrowUp } from 'lucide-react';
import { lazy, memo, Suspense } from 'react';
import { classes } from '../../ui/classes';
import { Fallible } from '../../ui/Fallible';
import { enterSends } from '../settings/public/theme';
import { AttachmentTray } from '../uploads/public/AttachmentTray';
import { addFiles } from '../uploads/public/pendingFiles';
import { useComposerTarget } from './public/composerTarget';
import { ComposerTools } from './ComposerTools';
import { editsNow } from './edits';
import { useCompleter } from './useCompleter';
import { useComposerText } from './useComposerText';
import { useKeys } from './useKeys';
import { useNames } from './useNames';
import { usePaste } from './usePaste';
import { useSending } from './useSending';
import { t } from './text/first';

const TargetLine = lazy(() => import('./TargetLine').then((m) => ({ default: m.TargetLine })));
const LongText = lazy(() => import('./LongText').then((m) => ({ default: m.LongText })));

interface ComposerProps {
  roomId: string;
  placeholder: string;
}

/** Where one writes: the text with what it answers and brings along, its tools, and what stands in the way of sending. */
export const Composer = memo(function Composer({ roomId, placeholder }: ComposerProps) {
  const composing = useComposerTarget();
  const { target, clear } = composing;
  const editing = target.kind === 'edit' ? target.message : undefined;
  const composer = useComposerText(roomId, composing);
  const completer = useCompleter(composer, roomId);
  const { choices, List, selected } = completer;
  const sending = useSending(roomId, composer, composing);
  const { nothing, problem, failure } = sending;
  const pasting = usePaste(roomId, composer, editing !== undefined);
  // With the question on screen Enter answers it: what was pasted must not be left behind.
  const submit = pasting.offered === undefined ? sending.submit : pasting.attach;
  const putAside = pasting.offered === undefined ? undefined : pasting.dismiss;
  const onKeyDown = useKeys({ roomId, composer, target: composing, completer, submit, putAside });
  const onNames = useNames(composer);

  return (
    <div className="relative shrink-0 px-4 pb-3.5 max-[819px]:px-2 max-[819px]:pb-2">
      {List && choices.length > 0 && (
        <List
          choices={choices}
          selected={selected}
          moved={completer.moved}
          onMove={completer.move}
          onPick={completer.pick}
        />
      )}
      <div
        className={classes(
          'rounded-xl border bg-page focus-within:border-strong',
          problem === undefined ? 'border-line' : 'border-danger',
        )}
      >
        {target.kind !== 'new' && (
          <Fallible>
            <Suspense>
              <TargetLine target={target} onClear={clear} />
            </Suspense>
          </Fallible>
        )}
        {!editing && (pasting.offered ?? problem) !== undefined && (
          <Fallible>
            <Suspense>
              {pasting.offered === undefined ? (
                <LongText onAttach={sending.attachText} />
              ) : (
                <LongText onAttach={pasting.attach} onPutIn={pasting.putIn} onDismiss={pasting.dismiss} />
              )}
            </Suspense>
          </Fallible>
        )}
        {!editing && <AttachmentTray roomId={roomId} />}
        <textarea
          // Each message that is edited has a history of undo of its own.
          key={editing?.messageId ?? ''}
          ref={composer.box}
          id="composer"
          rows={1}
          dir="auto"
          autoFocus={matchMedia('(min-width: 820px)').matches}
          enterKeyHint={enterSends() ? 'send' : 'enter'}
          aria-label={placeholder}
          aria-autocomplete="list"
          aria-controls={choices.length > 0 ? 'completions' : undefined}
          aria-activedescendant={choices.length > 0 ? `completion-${selected}` : undefined}
          aria-invalid={problem !== undefined}
          aria-describedby="composer-note"
          placeholder={placeholder}
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
          onPaste={pasting.onPaste}
          className="block max-h-[40vh] w-full resize-none overflow-y-auto bg-transparent px-3.5 pt-2.5 pb-1 text-[15px] leading-6 outline-none max-[819px]:text-[16px]"
        />
        <div className="flex items-center gap-0.5 px-2 pb-2">
          <ComposerTools
            composer={composer}
            {...(editing ? {} : { onFiles: (files) => addFiles(roomId, files) })}
          />
          <span
            id="composer-note"
            role={problem !== undefined || failure !== undefined ? 'alert' : undefined}
            className="line-clamp-3 min-w-0 flex-1 px-2 text-end text-[13px] text-danger"
          >
            {problem ?? failure}
          </span>
          <button
            type="button"
            aria-label={editing ? t('composer.saveChange') : t('composer.send')}
            disabled={nothing || problem !== undefined}
            onClick={sending.submit}
            className="flex size-[34px] shrink-0 items-center justify-center rounded-lg bg-solid text-white transition-colors hover:bg-[var(--accent-solid-hover)] disabled:bg-hover disabled:text-faint max-[819px]:size-11"
          >
            <ArrowUp size={18} strokeWidth={2} aria-hidden="true" />
          </button>
        </div>
      </div>
    </div>
  );
});
