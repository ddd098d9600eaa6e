import { limits } from '@parley/shared/limits';
import { visibleLength } from '@parley/shared/text';
import { useEffect, useState } from 'react';
import { useStore } from 'react-redux';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { useNavigate } from '../../core/navigation';
import type { Store } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { saveDraft } from '../drafts/public/drafts';
import { roomPath } from '../../core/rooms/names';
import { editMessage } from '../../core/rooms/messageCommands';
import { addBack, addFiles, takeFiles, usePendingFiles } from '../uploads/public/pendingFiles';
import { callsMany } from './callsMany';
import { CommandRefused } from './CommandRefused';
import type { ComposerTarget } from './public/composerTarget';
import type { CommandScope } from './slashCommands';
import type { ComposerText } from './useComposerText';
import { t } from './text/first';

/** Why the server would refuse a text, as a sentence; undefined if it would not. */
function problemOf(text: string): string | undefined {
  if (text.length < limits.messageLength) return undefined;
  const over = visibleLength(text) - limits.messageLength;
  // A few visible characters can have more code units than the server accepts.
  return over > 0 || text.length > limits.messageUnits
    ? t('composer.tooLong', { over: Math.max(1, over), most: limits.messageLength })
    : undefined;
}

/** Runs the command at the start of a text. Returns the text to send, if any. @throws CommandRefused, ApiError, NetworkError */
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

export interface Sending {
  /** Sends what is in the box, or saves the edit; asks for a confirmation where many people would be notified. */
  submit: () => void;
  /** The composer is empty. */
  nothing: boolean;
  /** Why the text cannot be sent. */
  problem: string | undefined;
  /** Why it was not sent, or the confirmation it needs. */
  failure: string | undefined;
  clearFailure: () => void;
  /** Turns the text into a file, which is attached to the next message. */
  attachText: () => void;
}

interface Typed {
  scope: CommandScope;
  composer: ComposerText;
  composing: ComposerTarget;
}

/** Sends the text in the box. If that fails it is restored, into the box or the draft. @throws as runCommand */
async function sendTyped({ scope, composer, composing: { target, answered } }: Typed): Promise<void> {
  const { core, roomId } = scope;
  const { box } = composer;
  const typed = composer.text.trimEnd();
  const attachments = takeFiles(roomId);
  const replyToId = target.kind === 'reply' ? target.message.messageId : undefined;
  // Emptied before the first await: a second Enter must not send it again.
  composer.empty();
  try {
    const text = await runCommand(scope, typed);
    if (text === undefined) return void addBack(roomId, attachments);
    await core.send({
      roomId,
      text,
      ...(replyToId === undefined ? {} : { replyToId }),
      ...(attachments.length === 0 ? {} : { attachments }),
    });
    if (replyToId !== undefined) answered(replyToId);
  } catch (error) {
    // The box is gone: another room is open by now.
    if (!box.current) saveDraft(roomId, typed);
    else if (box.current.value === '') composer.insert(typed);
    addBack(roomId, attachments);
    throw error;
  }
}

/** Sends what is in the composer, or saves an edit, and holds the reason where that is not possible. */
export function useSending(roomId: string, composer: ComposerText, composing: ComposerTarget): Sending {
  const core = useCore();
  const store = useStore() as Store;
  const dialogs = useDialogs();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const [requested, setRequested] = useState('');
  const pending = usePendingFiles(roomId);
  const { text } = composer;
  const { target, clear } = composing;
  const editing = target.kind === 'edit' ? target.message : undefined;
  const editingId = editing?.messageId;
  useEffect(() => setFailure(undefined), [editingId]);
  // A message with files may have no text.
  const nothing = text.trim() === '' && (editing ? editing.files : pending).length === 0;
  const problem = problemOf(text);

  const saveEdit = async (messageId: string): Promise<void> => {
    await editMessage(core, messageId, text.trimEnd());
    announce(t('composer.changed'));
    clear();
  };
  const submit = (): void => {
    if (nothing || problem !== undefined) return;
    const many = editing ? undefined : callsMany(store.getState(), roomId, text);
    // A second Enter, while the number of people is on screen, confirms it.
    if (many !== undefined && requested !== text) {
      setRequested(text);
      return setFailure(t('composer.callsMany', { count: many }));
    }
    composer.stopTyping();
    const goTo = (next: string): void => navigate(roomPath(next));
    const work = editing
      ? saveEdit(editing.messageId)
      : sendTyped({ scope: { core, store, dialogs, goTo, roomId }, composer, composing });
    work.catch((error: unknown) =>
      setFailure(error instanceof CommandRefused ? error.message : sentenceOf(error)),
    );
  };
  const attachText = (): void => {
    addFiles(roomId, [new File([text], 'message.txt', { type: 'text/plain' })]);
    composer.apply((now) => ({ from: 0, to: now.length, text: '' }));
  };
  return { submit, attachText, nothing, problem, failure, clearFailure: () => setFailure(undefined) };
}
