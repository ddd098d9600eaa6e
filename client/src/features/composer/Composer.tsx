import { limits } from '@parley/shared/limits';
import type { MessageView } from '@parley/shared/messages';
import { visibleLength } from '@parley/shared/text';
import { ArrowUp, X } from 'lucide-react';
import { memo, useEffect, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useStore } from 'react-redux';
import { useNavigate } from '../../app/navigation';
import { useCore } from '../../app/coreContext';
import { useDialogs } from '../../app/dialogs';
import { useAppSelector, type State, type Store } from '../../app/store';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { roomPath } from '../rooms/names';
import { enterSends } from '../settings/theme';
import { AttachmentTray } from '../uploads/AttachmentTray';
import { addBack, addFiles, takeFiles, usePendingFiles } from '../uploads/pendingFiles';
import { editMessage } from '../timeline/timeline.commands';
import { complete, completingAt } from './completion';
import { callsMany } from './callsMany';
import type { Choice } from './CompletionList';
import { useComposerTarget, type Target } from './composerTarget';
import { ComposerTools } from './ComposerTools';
import { isRich, markdownOf } from './richText';
import { CommandRefused } from './CommandRefused';
import type { CommandScope } from './slashCommands';
import { useCompletion } from './useCompletion';
import { useComposerText } from './useComposerText';
import { t } from '../../text/text';

interface ComposerProps {
  roomId: string;
  placeholder: string;
}

function TargetLine({ target, onClear }: { target: Target; onClear: () => void }) {
  const authorId = target.kind === 'new' ? '' : target.message.authorId;
  const name = useAppSelector((state) => state.people.users.entities[authorId]?.displayName ?? '');
  if (target.kind === 'new') return null;
  return (
    <div className="flex items-center gap-2 border-b border-line px-3.5 py-1 text-[13px] text-soft">
      <span className="shrink-0 font-semibold">
        {target.kind === 'edit' ? t('composer.editing') : t('composer.replyingTo', { name })}
      </span>
      <span className="min-w-0 flex-1 truncate" dir="auto">
        {target.message.text.slice(0, 200)}
      </span>
      <IconButton label={t('common.cancel')} onClick={onClear} className="!size-7 max-[819px]:!size-11">
        <X size={16} strokeWidth={1.75} />
      </IconButton>
    </div>
  );
}

/** What the server will refuse is refused here, in the same words. */
function problemOf(text: string): string | undefined {
  if (text.length < limits.messageLength) return undefined;
  const length = visibleLength(text);
  return length > limits.messageLength
    ? t('composer.tooLong', { over: length - limits.messageLength, most: limits.messageLength })
    : undefined;
}

async function withEmoji(text: string): Promise<string> {
  if (!/:[a-z0-9_+-]+:/.test(text)) return text;
  try {
    return (await import('../emoji/emojiData')).replaceShortcodes(text);
  } catch {
    return text;
  }
}

/** Runs the command a text begins with. Returns what is to be said, if anything. @throws CommandRefused, ApiError, NetworkError */
async function runCommand(scope: CommandScope, text: string): Promise<string | undefined> {
  if (!text.startsWith('/')) return text;
  const { commandOf } = await import('./slashCommands');
  const found = commandOf(text);
  if (!found) return text;
  if ('unknown' in found) throw new CommandRefused(t('composer.noCommand', { name: found.unknown }));
  const result = await found.command.run(scope, found.rest);
  if (!result) announce(t('composer.commandDone', { command: found.command.does }));
  return result?.say;
}

const isUrl = (text: string): boolean => /^https?:\/\/\S+$/i.test(text);

/** The last message of one's own, or of somebody else. Looked for when a key asks: a run can be long. */
function lastMessage(state: State, roomId: string, own: boolean): MessageView | undefined {
  const myId = state.session.me?.userId;
  return state.timelines.byRoom[roomId]?.messages.findLast(
    ({ authorId, deletedAt, notice }) => (authorId === myId) === own && !deletedAt && !notice,
  );
}

export const Composer = memo(function Composer({ roomId, placeholder }: ComposerProps) {
  const core = useCore();
  const store = useStore() as Store;
  const dialogs = useDialogs();
  const navigate = useNavigate();
  const { target, clear, edit, reply } = useComposerTarget();
  const [dismissed, setDismissed] = useState(-1);
  const [chosen, setChosen] = useState(0);
  const [failure, setFailure] = useState<string>();
  const [asked, setAsked] = useState('');
  const editing = target.kind === 'edit' ? target.message : undefined;
  const composer = useComposerText(roomId, editing, target.kind);
  const { box, text, caret } = composer;
  const completing = completingAt(text, caret);
  const { choices, List } = useCompletion(
    completing && completing.from !== dismissed ? completing : undefined,
  );
  const selected = Math.min(chosen, Math.max(0, choices.length - 1));
  const problem = problemOf(text);
  const pending = usePendingFiles(roomId);
  // A message with files may lose its words.
  const nothing = text.trim() === '' && (editing ? editing.files : pending).length === 0;
  const editingId = editing?.messageId;
  useEffect(() => setFailure(undefined), [editingId]);

  const pick = (choice: Choice): void => {
    if (!completing) return;
    const result = complete(text, completing, choice.insert);
    setChosen(0);
    composer.change(result.text, [result.caret, result.caret]);
  };

  const saveEdit = async (messageId: string): Promise<void> => {
    await editMessage(core, messageId, await withEmoji(text.trimEnd()));
    announce(t('composer.changed'));
    clear();
  };
  const say = async (): Promise<void> => {
    const goTo = (next: string): void => navigate(roomPath(next));
    const typed = text.trimEnd();
    const attachments = takeFiles(roomId);
    const replyToId = target.kind === 'reply' ? target.message.messageId : undefined;
    // Emptied before anything is waited for: a second Enter must not say it again.
    composer.change('');
    try {
      const words = await runCommand({ core, store, dialogs, goTo, roomId }, typed);
      if (words === undefined) return void addBack(roomId, attachments);
      await core.send({
        roomId,
        text: await withEmoji(words),
        ...(replyToId === undefined ? {} : { replyToId }),
        ...(attachments.length === 0 ? {} : { attachments }),
      });
      clear();
    } catch (error) {
      if (box.current?.value === '') composer.change(typed);
      addBack(roomId, attachments);
      throw error;
    }
  };
  const submit = (): void => {
    if (nothing || problem !== undefined) return;
    const many = editing ? undefined : callsMany(store.getState(), roomId, text);
    // Asked once; the second Enter, with the question on screen, is the answer.
    if (many !== undefined && asked !== text) {
      setAsked(text);
      return setFailure(t('composer.callsMany', { count: many }));
    }
    composer.stopTyping();
    (editing ? saveEdit(editing.messageId) : say()).catch((error: unknown) =>
      setFailure(error instanceof CommandRefused ? error.message : sentenceOf(error)),
    );
  };

  const completionKey = (event: KeyboardEvent): boolean => {
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

  const formatKey = (event: KeyboardEvent): boolean => {
    if (!event.ctrlKey && !event.metaKey) return false;
    const key = event.key.toLowerCase();
    const marks: Record<string, string> = { b: '**', i: '_', e: '`' };
    const mark = event.shiftKey ? undefined : marks[key];
    if (mark !== undefined) composer.wrap(mark);
    else if (event.shiftKey && key === 'l') composer.link();
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses a character: it must neither send nor complete. Safari says so only
    // by the old code 229.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (completionKey(event) || formatKey(event)) return event.preventDefault();
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && !event.altKey && (enterSends() ? !event.shiftKey : command)) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && target.kind !== 'new') {
      event.preventDefault();
      event.stopPropagation();
      clear();
    } else if (event.key === 'ArrowUp' && text === '') {
      const last = lastMessage(store.getState(), roomId, !event.shiftKey);
      if (!last) return;
      event.preventDefault();
      (event.shiftKey ? reply : edit)(last);
    }
  };

  const onPaste = (event: ClipboardEvent): void => {
    const plain = event.clipboardData.getData('text/plain');
    const html = event.clipboardData.getData('text/html');
    if (!editing && event.clipboardData.files.length > 0 && plain === '') {
      event.preventDefault();
      return addFiles(roomId, event.clipboardData.files);
    }
    const [start, end] = composer.selection();
    const inCode = (text.slice(0, start).match(/```/g)?.length ?? 0) % 2 === 1;
    if (start !== end && isUrl(plain.trim())) {
      event.preventDefault();
      composer.insert(`[${text.slice(start, end)}](${plain.trim()})`);
    } else if (!inCode && isRich(html)) {
      event.preventDefault();
      markdownOf(html).then(composer.insert, () => composer.insert(plain));
    }
  };

  return (
    <div className="relative shrink-0 px-4 pb-3.5 max-[819px]:px-2 max-[819px]:pb-2">
      {List && choices.length > 0 && <List choices={choices} selected={selected} onPick={pick} />}
      <div
        className={classes(
          'rounded-xl border bg-page focus-within:border-strong',
          problem === undefined ? 'border-line' : 'border-danger',
        )}
      >
        <TargetLine target={target} onClear={clear} />
        {!editing && <AttachmentTray roomId={roomId} />}
        <textarea
          ref={box}
          id="composer"
          rows={1}
          dir="auto"
          autoFocus={matchMedia('(min-width: 820px)').matches}
          aria-label={placeholder}
          aria-autocomplete="list"
          aria-controls={choices.length > 0 ? 'completions' : undefined}
          aria-activedescendant={choices.length > 0 ? `completion-${selected}` : undefined}
          aria-invalid={problem !== undefined}
          aria-describedby="composer-note"
          placeholder={placeholder}
          value={text}
          onChange={(event) => {
            setChosen(0);
            setFailure(undefined);
            composer.setCaret(event.target.selectionStart);
            composer.change(event.target.value);
          }}
          onSelect={(event) => composer.setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
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
            className="min-w-0 flex-1 truncate px-2 text-end text-[13px] text-danger"
          >
            {problem ?? failure}
          </span>
          <button
            type="button"
            aria-label={editing ? t('composer.saveChange') : t('composer.send')}
            disabled={nothing || problem !== undefined}
            onClick={submit}
            className="flex size-[34px] items-center justify-center rounded-lg bg-solid text-white transition-colors hover:bg-[var(--accent-solid-hover)] disabled:bg-hover disabled:text-faint max-[819px]:size-11"
          >
            <ArrowUp size={18} strokeWidth={2} aria-hidden="true" />
          </button>
        </div>
      </div>
    </div>
  );
});
