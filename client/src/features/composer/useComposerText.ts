import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { prefixLines, wrapSelection } from './completion';
import { readDraft, saveDraft, useDraft } from '../drafts/drafts';
import { useTyping } from './useTyping';

export interface ComposerText {
  box: RefObject<HTMLTextAreaElement | null>;
  text: string;
  caret: number;
  setCaret: (caret: number) => void;
  /** Takes a new text, and where the selection stands in it. */
  change: (text: string, selection?: [number, number]) => void;
  selection: () => [number, number];
  /** Puts text in the place of the selection. */
  insert: (piece: string) => void;
  wrap: (mark: string) => void;
  list: () => void;
  link: () => void;
  stopTyping: () => void;
}

/**
 * The text in the composer: a draft of the room, or while one edits the old text of that message.
 *
 * @param edited the message being edited, if any
 */
export function useComposerText(
  roomId: string,
  edited: { messageId: string; text: string } | undefined,
  kind: string,
): ComposerText {
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => readDraft(roomId));
  const [caret, setCaret] = useState(0);
  const typing = useTyping(roomId);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    // One line is its height anyway; measuring would lay out the whole page in the midst of opening a room.
    if (text !== '') element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  // Editing puts the old text into the box and gives the draft back afterwards; before the next paint, so that nothing
  // typed meanwhile is overwritten.
  const editedId = edited?.messageId;
  const editedText = edited?.text;
  useLayoutEffect(() => {
    setText(editedText ?? readDraft(roomId));
    box.current?.focus();
  }, [editedId, editedText, roomId, kind]);

  // Written on another device, or let go in the list of drafts.
  const draft = useDraft(roomId);
  useEffect(() => {
    if (editedId === undefined) setText((now) => (now === draft ? now : draft));
  }, [draft, editedId]);

  const change: ComposerText['change'] = (next, at) => {
    setText(next);
    if (!edited) {
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
  const apply = (result: { text: string; selection: [number, number] }): void => {
    box.current?.focus();
    change(result.text, result.selection);
  };
  return {
    box,
    text,
    caret,
    setCaret,
    change,
    selection,
    insert: (piece) => {
      // Read from the box: what is inserted may have been loaded meanwhile, and the text typed on.
      const now = box.current?.value ?? text;
      const [start, end] = selection();
      const at = start + piece.length;
      apply({ text: now.slice(0, start) + piece + now.slice(end), selection: [at, at] });
    },
    wrap: (mark) => apply(wrapSelection(text, selection(), mark)),
    list: () => apply(prefixLines(text, selection(), '- ')),
    link: () => {
      const [start, end] = selection();
      const shown = text.slice(start, end);
      const at = start + shown.length + 3;
      apply({
        text: `${text.slice(0, start)}[${shown}](https://)${text.slice(end)}`,
        selection: shown === '' ? [start + 1, start + 1] : [at, at + 'https://'.length],
      });
    },
    stopTyping: () => typing(false),
  };
}
