import { ArrowUp } from 'lucide-react';
import { lazy, memo, Suspense, type ReactNode } from 'react';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { classes } from '../../ui/classes';
import { Fallible } from '../../ui/Fallible';
import { AttachmentTray } from '../uploads/public/AttachmentTray';
import { addFiles } from '../uploads/public/pendingFiles';
import { useComposerTarget, type ComposerTarget } from './public/composerTarget';
import { ComposerBox } from './ComposerBox';
import { ComposerTools } from './ComposerTools';
import { useCompleter } from './useCompleter';
import { useComposerText } from './useComposerText';
import { useKeys } from './useKeys';
import { usePaste, type Pasting } from './usePaste';
import { useSending, type Sending } from './useSending';
import { t } from './text/first';

const TargetLine = lazy(() => import('./TargetLine').then((m) => ({ default: m.TargetLine })));
const LongText = lazy(() => import('./LongText').then((m) => ({ default: m.LongText })));

interface ComposerProps {
  roomId: string;
  placeholder: string;
}

/** A part that is loaded on demand. If that fails one can write without it. */
const WhenLoaded = ({ children }: { children: ReactNode }) => (
  <Fallible>
    <Suspense>{children}</Suspense>
  </Fallible>
);

interface AboveProps {
  roomId: string;
  composing: ComposerTarget;
  pasting: Pasting;
  sending: Sending;
}

/** Above the box: what is answered or edited, the offer for a text that is too long, the files. */
function AboveBox({ roomId, composing: { target, clear }, pasting, sending }: AboveProps) {
  const editing = target.kind === 'edit';
  return (
    <>
      {target.kind !== 'new' && (
        <WhenLoaded>
          <TargetLine target={target} onClear={clear} />
        </WhenLoaded>
      )}
      {!editing && (pasting.offered ?? sending.problem) !== undefined && (
        <WhenLoaded>
          {pasting.offered === undefined ? (
            <LongText onAttach={sending.attachText} />
          ) : (
            <LongText onAttach={pasting.attach} onPutIn={pasting.putIn} onDismiss={pasting.dismiss} />
          )}
        </WhenLoaded>
      )}
      {!editing && <AttachmentTray roomId={roomId} />}
    </>
  );
}

/** Why a message cannot be sent, or was not, and the button that sends. */
function SendLine({ editing, sending }: { editing: boolean; sending: Sending }) {
  const { nothing, problem, failure } = sending;
  return (
    <>
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
    </>
  );
}

/** The composer: the text, its reply target and files, its tools, and why it cannot be sent. */
export const Composer = memo(function Composer({ roomId, placeholder }: ComposerProps) {
  const composing = useComposerTarget();
  const { target } = composing;
  const editing = target.kind === 'edit' ? target.message : undefined;
  const mayUpload = useAppSelector((state) => allowed(state, roomId, 'upload'));
  const composer = useComposerText(roomId, composing);
  const completer = useCompleter(composer, roomId);
  const { choices, List, selected } = completer;
  const sending = useSending(roomId, composer, composing);
  const pasting = usePaste(roomId, composer, editing !== undefined);
  // While a long text is offered as a file, Enter attaches it: it must not be left behind.
  const submit = pasting.offered === undefined ? sending.submit : pasting.attach;
  const putAside = pasting.offered === undefined ? undefined : pasting.dismiss;
  const onKeyDown = useKeys({ roomId, composer, target: composing, completer, submit, putAside });

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
          sending.problem === undefined ? 'border-line' : 'border-danger',
        )}
      >
        <AboveBox roomId={roomId} composing={composing} pasting={pasting} sending={sending} />
        <ComposerBox
          // Each edited message has its own undo history.
          key={editing?.messageId ?? ''}
          label={placeholder}
          composer={composer}
          completer={completer}
          sending={sending}
          onKeyDown={onKeyDown}
          onPaste={pasting.onPaste}
        />
        <div className="flex items-center gap-0.5 px-2 pb-2">
          <ComposerTools
            composer={composer}
            {...(editing ? {} : { roomId })}
            {...(editing || !mayUpload ? {} : { onFiles: (files) => addFiles(roomId, files) })}
          />
          <SendLine editing={editing !== undefined} sending={sending} />
        </div>
      </div>
    </div>
  );
});
