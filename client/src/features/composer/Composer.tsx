import { limits } from '@parley/shared/limits';
import { visibleLength } from '@parley/shared/text';
import { ArrowUp, AtSign, Bold, Code, Italic, List, Smile, X } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useCore } from '../../app/coreContext';
import { useAppSelector } from '../../app/store';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { EmojiButton } from '../emoji/EmojiButton';
import { enterSends } from '../settings/theme';
import { editMessage } from '../timeline/timeline.commands';
import { complete, completingAt, prefixLines, wrapSelection } from './completion';
import { CompletionList, useChoices, type Choice } from './CompletionList';
import { useComposerTarget, type Target } from './composerTarget';
import { readDraft, saveDraft } from './drafts';
import { useTyping } from './useTyping';

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
        {target.kind === 'edit' ? 'Editing' : `Replying to ${name}`}
      </span>
      <span className="min-w-0 flex-1 truncate" dir="auto">
        {target.message.text.slice(0, 200)}
      </span>
      <IconButton label="Cancel" onClick={onClear} className="!size-7 max-[819px]:!size-11">
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
    ? `${length - limits.messageLength} characters too many. A message has at most ${limits.messageLength.toLocaleString()}.`
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

export function Composer({ roomId, placeholder }: ComposerProps) {
  const core = useCore();
  const { target, clear, edit, reply } = useComposerTarget();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(roomId));
  const [caret, setCaret] = useState(0);
  const [dismissed, setDismissed] = useState(-1);
  const [chosen, setChosen] = useState(0);
  const [failure, setFailure] = useState<string>();
  const typing = useTyping(roomId);
  const lastOwn = useAppSelector((state) =>
    state.timelines.byRoom[roomId]?.messages.findLast(
      (message) => message.authorId === state.session.me?.userId && !message.deletedAt && !message.notice,
    ),
  );
  const lastOther = useAppSelector((state) =>
    state.timelines.byRoom[roomId]?.messages.findLast(
      (message) => message.authorId !== state.session.me?.userId && !message.deletedAt && !message.notice,
    ),
  );
  const completing = completingAt(text, caret);
  const choices = useChoices(completing && completing.from !== dismissed ? completing : undefined);
  const selected = Math.min(chosen, Math.max(0, choices.length - 1));
  const problem = problemOf(text);
  const editing = target.kind === 'edit' ? target.message : undefined;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  // Editing puts the old text into the box and gives the draft back afterwards; before the next paint, so that nothing
  // typed meanwhile is overwritten.
  const editingId = editing?.messageId;
  const editedText = editing?.text;
  useLayoutEffect(() => {
    setText(editedText ?? readDraft(roomId));
    setFailure(undefined);
    box.current?.focus();
  }, [editingId, editedText, roomId, target.kind]);

  const change = (next: string, at?: [number, number]): void => {
    setText(next);
    setFailure(undefined);
    if (!editing) {
      saveDraft(roomId, next);
      typing(next !== '');
    }
    if (at)
      requestAnimationFrame(() => {
        box.current?.setSelectionRange(at[0], at[1]);
        setCaret(at[1]);
      });
  };

  const selection = (): [number, number] => [
    box.current?.selectionStart ?? text.length,
    box.current?.selectionEnd ?? text.length,
  ];
  const wrap = (mark: string): void => {
    const result = wrapSelection(text, selection(), mark);
    box.current?.focus();
    change(result.text, result.selection);
  };
  const insert = (piece: string): void => {
    const [start, end] = selection();
    box.current?.focus();
    change(text.slice(0, start) + piece + text.slice(end), [start + piece.length, start + piece.length]);
  };
  const pick = (choice: Choice): void => {
    if (!completing) return;
    const result = complete(text, completing, choice.insert);
    setChosen(0);
    change(result.text, [result.caret, result.caret]);
  };

  const submit = async (): Promise<void> => {
    if (text.trim() === '' || problem !== undefined) return;
    const said = await withEmoji(text.trimEnd());
    typing(false);
    if (editing) {
      try {
        await editMessage(core, editing.messageId, said);
        announce('Message changed');
        clear();
      } catch (error) {
        setFailure(sentenceOf(error));
      }
      return;
    }
    setText('');
    saveDraft(roomId, '');
    await core.send({
      roomId,
      text: said,
      ...(target.kind === 'reply' ? { replyToId: target.message.messageId } : {}),
    });
    clear();
  };

  const completionKey = (event: KeyboardEvent): boolean => {
    const choice = choices[selected];
    if (!choice) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
      setChosen((selected + (event.key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(choice);
    else if (event.key === 'Escape') setDismissed(completing?.from ?? -1);
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses a character: it must neither send nor complete. Safari says so only
    // by the old code 229.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (completionKey(event)) return event.preventDefault();
    const command = event.ctrlKey || event.metaKey;
    const marks: Record<string, string> = { b: '**', i: '_', e: '`' };
    const mark = command && !event.shiftKey ? marks[event.key.toLowerCase()] : undefined;
    if (mark !== undefined) {
      event.preventDefault();
      wrap(mark);
    } else if (event.key === 'Enter' && !event.altKey && (enterSends() ? !event.shiftKey : command)) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape' && target.kind !== 'new') {
      event.preventDefault();
      event.stopPropagation();
      clear();
    } else if (event.key === 'ArrowUp' && event.shiftKey && text === '' && lastOther) {
      event.preventDefault();
      reply(lastOther);
    } else if (event.key === 'ArrowUp' && text === '' && lastOwn) {
      event.preventDefault();
      edit(lastOwn);
    }
  };

  return (
    <div className="relative shrink-0 px-4 pb-3.5 max-[819px]:px-2 max-[819px]:pb-2">
      <CompletionList choices={choices} selected={selected} onPick={pick} />
      <div
        className={classes(
          'rounded-xl border bg-page focus-within:border-strong',
          problem === undefined ? 'border-line' : 'border-danger',
        )}
      >
        <TargetLine target={target} onClear={clear} />
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
            setCaret(event.target.selectionStart);
            change(event.target.value);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          className="block max-h-[40vh] w-full resize-none overflow-y-auto bg-transparent px-3.5 pt-2.5 pb-1 text-[15px] leading-6 outline-none max-[819px]:text-[16px]"
        />
        <div className="flex items-center gap-0.5 px-2 pb-2">
          <div className="flex items-center gap-0.5 max-[819px]:hidden">
            <IconButton label="Bold" onClick={() => wrap('**')}>
              <Bold size={17} strokeWidth={1.75} />
            </IconButton>
            <IconButton label="Italic" onClick={() => wrap('_')}>
              <Italic size={17} strokeWidth={1.75} />
            </IconButton>
            <IconButton label="Code" onClick={() => wrap(text.includes('\n') ? '\n```\n' : '`')}>
              <Code size={17} strokeWidth={1.75} />
            </IconButton>
            <IconButton
              label="List"
              onClick={() => {
                const result = prefixLines(text, selection(), '- ');
                box.current?.focus();
                change(result.text, result.selection);
              }}
            >
              <List size={17} strokeWidth={1.75} />
            </IconButton>
            <span aria-hidden="true" className="mx-1.5 h-4 w-px bg-line" />
          </div>
          <EmojiButton label="Emoji" onPick={insert}>
            <Smile size={17} strokeWidth={1.75} />
          </EmojiButton>
          <IconButton
            label="Mention somebody"
            onClick={() => insert(/(^|\s)$/.test(text.slice(0, selection()[0])) ? '@' : ' @')}
          >
            <AtSign size={17} strokeWidth={1.75} />
          </IconButton>
          <span
            id="composer-note"
            role={problem !== undefined || failure !== undefined ? 'alert' : undefined}
            className="min-w-0 flex-1 truncate px-2 text-end text-[13px] text-danger"
          >
            {problem ?? failure}
          </span>
          <button
            type="button"
            aria-label={editing ? 'Save the change' : 'Send'}
            disabled={text.trim() === '' || problem !== undefined}
            onClick={() => void submit()}
            className="flex size-[34px] items-center justify-center rounded-lg bg-solid text-white transition-colors hover:bg-[var(--accent-solid-hover)] disabled:bg-hover disabled:text-faint max-[819px]:size-11"
          >
            <ArrowUp size={18} strokeWidth={2} aria-hidden="true" />
          </button>
        </div>
      </div>
    </div>
  );
}
