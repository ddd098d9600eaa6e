import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { readSelection, saveSelection } from '../drafts/public/unfinished';
import { saveDraft, useDraft } from '../drafts/public/drafts';
import type { ComposerTarget } from './public/composerTarget';
import type { Edit } from './editing';
import { editsNow, loadEdits } from './edits';
import { useTyping } from './useTyping';

/** Makes an edit of the current text and selection; undefined changes nothing. */
export type MakeEdit = (text: string, selection: [number, number]) => Edit | undefined;

export interface ComposerText {
  box: RefObject<HTMLTextAreaElement | null>;
  text: string;
  caret: number;
  setCaret: (caret: number) => void;
  /** Called with the text in the box after each input. */
  typed: (text: string) => void;
  /** Changes the text by the browser's own editing: one undo step. */
  apply: (make: MakeEdit) => void;
  /** Replaces the selection by text. */
  insert: (piece: string) => void;
  /** Empties the box after its text was sent; undo does not restore what others have read. */
  empty: () => void;
  stopTyping: () => void;
}

/** The text in the composer: the draft of the room, or the unsaved text of the edit. */
export function useComposerText(roomId: string, { target, editAs }: ComposerTarget): ComposerText {
  const box = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(roomId);
  const typing = useTyping(roomId);
  const text = target.kind === 'edit' ? target.text : draft;
  const [caret, setCaret] = useState(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    // An empty box has one line anyway; measuring would lay out the whole page while a room opens.
    if (text !== '') element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  // Each edited message has its own box, and so its own undo history.
  const place = `${roomId}/${target.kind === 'edit' ? target.message.messageId : ''}`;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const [start, end] = readSelection(place) ?? [element.value.length, element.value.length];
    element.setSelectionRange(start, end);
    return () => saveSelection(place, [element.selectionStart, element.selectionEnd]);
  }, [place]);
  const about = target.kind === 'new' ? '' : target.message.messageId;
  useLayoutEffect(() => box.current?.focus(), [place, about]);

  const typed = (next: string): void => {
    if (target.kind === 'edit') return editAs(next);
    saveDraft(roomId, next);
    typing(next !== '');
  };
  const apply: ComposerText['apply'] = (make) => {
    const work = ({ editBox }: typeof import('./editing')): void => {
      const element = box.current;
      const edit = element && make(element.value, [element.selectionStart, element.selectionEnd]);
      if (edit) editBox(element, edit);
    };
    const now = editsNow();
    if (now) return work(now);
    // Offline before it was loaded: nothing changes, and the next call retries.
    loadEdits().then(work, () => undefined);
  };
  return {
    box,
    text,
    caret,
    setCaret,
    typed,
    apply,
    insert: (piece) => apply((_, [from, to]) => ({ from, to, text: piece })),
    empty: () => typed(''),
    stopTyping: () => typing(false),
  };
}
