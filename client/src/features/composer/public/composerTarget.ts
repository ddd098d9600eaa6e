import type { MessageView } from '@parley/shared/messages';
import { createContext, useContext, useMemo } from 'react';
import { readUnfinished, saveUnfinished, useUnfinished } from '../../drafts/public/unfinished';

/** What the composer is about to do: say something new, answer, or change something said. */
export type Target =
  | { kind: 'new' }
  | { kind: 'reply'; message: MessageView }
  /** With the text as it is so far. */
  | { kind: 'edit'; message: MessageView; text: string };

export interface ComposerTarget {
  target: Target;
  reply: (message: MessageView) => void;
  edit: (message: MessageView) => void;
  /** Takes the text of the edit in progress. */
  editAs: (text: string) => void;
  /** That message has its answer; an edit begun meanwhile stays. */
  answered: (messageId: string) => void;
  /** Ends what the composer is about; behind an edit stands what was answered before. */
  clear: () => void;
}

export const ComposerTargetContext = createContext<ComposerTarget | undefined>(undefined);

export function useComposerTarget(): ComposerTarget {
  const target = useContext(ComposerTargetContext);
  if (!target) throw new Error('ComposerTargetContext is missing');
  return target;
}

/** What a room's composer is about, kept while one is elsewhere. */
export function useTargetOf(roomId: string): ComposerTarget {
  const unfinished = useUnfinished(roomId);
  return useMemo(() => {
    const { reply, edit } = unfinished;
    const target: Target = edit
      ? { kind: 'edit', ...edit }
      : reply
        ? { kind: 'reply', message: reply }
        : { kind: 'new' };
    const save = (next: typeof unfinished): void => saveUnfinished(roomId, next);
    const withReply = (): typeof unfinished => {
      const now = readUnfinished(roomId).reply;
      return now ? { reply: now } : {};
    };
    return {
      target,
      reply: (message) => save({ reply: message }),
      // Once more the same message goes on where it was.
      edit: (message) => {
        if (readUnfinished(roomId).edit?.message.messageId !== message.messageId)
          save({ ...withReply(), edit: { message, text: message.text } });
      },
      editAs: (text) => {
        const now = readUnfinished(roomId).edit;
        if (now) save({ ...withReply(), edit: { message: now.message, text } });
      },
      answered: (messageId) => {
        const { edit: now, reply: answers } = readUnfinished(roomId);
        if (answers?.messageId === messageId) save(now ? { edit: now } : {});
      },
      clear: () => save(readUnfinished(roomId).edit ? withReply() : {}),
    };
  }, [roomId, unfinished]);
}
