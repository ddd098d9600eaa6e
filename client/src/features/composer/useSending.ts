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

/** What the server will refuse is refused here, in the same words. */
function problemOf(text: string): string | undefined {
  if (text.length < limits.messageLength) return undefined;
  const over = visibleLength(text) - limits.messageLength;
  // A few signs can have more parts than any server takes.
  return over > 0 || text.length > limits.messageUnits
    ? t('composer.tooLong', { over: Math.max(1, over), most: limits.messageLength })
    : undefined;
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

export interface Sending {
  /** Sends what is in the box, or saves the edit; asks first where many would be called. */
  submit: () => void;
  /** There is nothing to send. */
  nothing: boolean;
  /** Why it may not be sent. */
  problem: string | undefined;
  /** Why it was not sent, or what is asked before. */
  failure: string | undefined;
  clearFailure: () => void;
  /** Makes what is in the box a file that goes with the next message. */
  attachText: () => void;
}

/** Sends what the composer holds, and says what stands in the way. */
export function useSending(
  roomId: string,
  composer: ComposerText,
  { target, answered, clear }: ComposerTarget,
): Sending {
  const core = useCore();
  const store = useStore() as Store;
  const dialogs = useDialogs();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const [requested, setRequested] = useState('');
  const pending = usePendingFiles(roomId);
  const { text, box } = composer;
  const editing = target.kind === 'edit' ? target.message : undefined;
  const editingId = editing?.messageId;
  useEffect(() => setFailure(undefined), [editingId]);
  // A message with files may lose its words.
  const nothing = text.trim() === '' && (editing ? editing.files : pending).length === 0;
  const problem = problemOf(text);

  const saveEdit = async (messageId: string): Promise<void> => {
    await editMessage(core, messageId, text.trimEnd());
    announce(t('composer.changed'));
    clear();
  };
  const say = async (): Promise<void> => {
    const goTo = (next: string): void => navigate(roomPath(next));
    const typed = text.trimEnd();
    const attachments = takeFiles(roomId);
    const replyToId = target.kind === 'reply' ? target.message.messageId : undefined;
    // Emptied before anything is waited for: a second Enter must not say it again.
    composer.empty();
    try {
      const words = await runCommand({ core, store, dialogs, goTo, roomId }, typed);
      if (words === undefined) return void addBack(roomId, attachments);
      await core.send({
        roomId,
        text: words,
        ...(replyToId === undefined ? {} : { replyToId }),
        ...(attachments.length === 0 ? {} : { attachments }),
      });
      if (replyToId !== undefined) answered(replyToId);
    } catch (error) {
      // One is elsewhere by now: it waits there.
      if (!box.current) saveDraft(roomId, typed);
      else if (box.current.value === '') composer.insert(typed);
      addBack(roomId, attachments);
      throw error;
    }
  };
  const submit = (): void => {
    if (nothing || problem !== undefined) return;
    const many = editing ? undefined : callsMany(store.getState(), roomId, text);
    // Asked once; the second Enter, with the question on screen, is the answer.
    if (many !== undefined && requested !== text) {
      setRequested(text);
      return setFailure(t('composer.callsMany', { count: many }));
    }
    composer.stopTyping();
    (editing ? saveEdit(editing.messageId) : say()).catch((error: unknown) =>
      setFailure(error instanceof CommandRefused ? error.message : sentenceOf(error)),
    );
  };
  const attachText = (): void => {
    addFiles(roomId, [new File([text], 'message.txt', { type: 'text/plain' })]);
    composer.apply((now) => ({ from: 0, to: now.length, text: '' }));
  };
  return { submit, attachText, nothing, problem, failure, clearFailure: () => setFailure(undefined) };
}
