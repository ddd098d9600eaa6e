import type { MessageView } from '@parley/shared/messages';
import { createContext, useContext, useMemo } from 'react';
import { readUnfinished, saveUnfinished, useUnfinished } from '../../drafts/public/unfinished';

/** What sending does: a new message, a reply, or an edit. */
export type Target =
  | { kind: 'new' }
  | { kind: 'reply'; message: MessageView }
  /** With the unsaved text. */
  | { kind: 'edit'; message: MessageView; text: string };

export interface ComposerTarget {
  target: Target;
  reply: (message: MessageView) => void;
  edit: (message: MessageView) => void;
  /** Stores the unsaved text of the edit. */
  editAs: (text: string) => void;
  /** The reply to that message was sent; an edit begun meanwhile stays. */
  answered: (messageId: string) => void;
  /** Ends the edit or reply; after an edit the earlier reply target is back. */
  clear: () => void;
}

export const ComposerTargetContext = createContext<ComposerTarget | undefined>(undefined);

export function useComposerTarget(): ComposerTarget {
  const target = useContext(ComposerTargetContext);
  if (!target) throw new Error('ComposerTargetContext is missing');
  return target;
}

/** The target of a room's composer, stored across navigation. */
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
      // The same message again continues the edit.
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
