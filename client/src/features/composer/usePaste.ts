import { limits } from '@parley/shared/limits';
import { visibleLength } from '@parley/shared/text';
import { useState, type ClipboardEvent } from 'react';
import { addFiles } from '../uploads/public/pendingFiles';
import { isInFence } from './places';
import type { place } from './placing';
import type { ComposerText, MakeEdit } from './useComposerText';

const isUrl = (text: string): boolean => /^https?:\/\/\S+$/i.test(text);
/** Loaded a second after the first room shows: pasting should be instant. */
export const loadRichText = () => import('./richText');

/** A text to insert, and how. */
interface Piece {
  text: string;
  /** Separates blocks from the text around them; without it the text is inserted as it is. */
  place?: typeof place;
}

/** What to insert where that differs from the plain text; undefined leaves it to the browser. */
function converted(data: DataTransfer): Promise<Piece> | undefined {
  const plain = data.getData('text/plain');
  const html = data.getData('text/html');
  const editor = data.getData('vscode-editor-data');
  // A text this long is sent as a file; converting a book to Markdown would take seconds.
  if (plain.length > 2 * limits.messageLength) return undefined;
  if (html === '' && editor === '' && !/\t.*\n./.test(plain)) return undefined;
  return loadRichText().then(
    (parts) => ({ text: parts.markdownOf(html, plain, parts.languageOf(editor)), place: parts.place }),
    () => ({ text: plain }),
  );
}

export interface Pasting {
  onPaste: (event: ClipboardEvent) => void;
  /** A text too long for a message, offered as a file. */
  offered: string | undefined;
  /** Attaches it as a file. */
  attach: () => void;
  /** Inserts it into the box all the same. */
  putIn: () => void;
  dismiss: () => void;
}

/** Handles what is pasted: files are attached, an address becomes a link, rich text and cells Markdown, a long text a file. */
export function usePaste(roomId: string, composer: ComposerText, editing: boolean): Pasting {
  const [offered, offer] = useState<string>();
  const put = ({ text: piece, place }: Piece): void => {
    const make: MakeEdit = (text, [from, to]) =>
      place?.(text, [from, to], piece) ?? { from, to, text: piece };
    composer.apply(make);
  };
  const tooLong = (piece: string): boolean => {
    const box = composer.box.current;
    if (editing || !box || box.value.length + piece.length <= limits.messageLength) return false;
    const made = box.value.slice(0, box.selectionStart) + piece + box.value.slice(box.selectionEnd);
    return (
      made.length > limits.messageUnits || visibleLength(made, limits.messageLength) > limits.messageLength
    );
  };
  const take = (piece: Piece): void => (tooLong(piece.text) ? offer(piece.text) : put(piece));

  const onPaste = (event: ClipboardEvent): void => {
    const { clipboardData: data } = event;
    const box = composer.box.current;
    const plain = data.getData('text/plain');
    if (!box) return;
    if (!editing && data.files.length > 0 && plain === '') {
      event.preventDefault();
      return addFiles(roomId, data.files);
    }
    const { value, selectionStart: start, selectionEnd: end } = box;
    if (start !== end && isUrl(plain.trim()) && !isUrl(value.slice(start, end).trim())) {
      event.preventDefault();
      return composer.insert(`[${value.slice(start, end)}](${plain.trim()})`);
    }
    const piece = isInFence(value, start) ? undefined : converted(data);
    if (piece === undefined && !tooLong(plain)) return;
    event.preventDefault();
    if (piece) void piece.then(take);
    else take({ text: plain.replace(/\r\n/g, '\n') });
  };
  const done = (work: (text: string) => void) => (): void => {
    if (offered !== undefined) work(offered);
    offer(undefined);
    composer.box.current?.focus();
  };
  return {
    onPaste,
    offered,
    attach: done((text) => addFiles(roomId, [new File([text], 'pasted-text.txt', { type: 'text/plain' })])),
    putIn: done((text) => put({ text })),
    dismiss: done(() => undefined),
  };
}
