import { limits } from '@parley/shared/limits';
import { visibleLength } from '@parley/shared/text';
import { useState, type ClipboardEvent } from 'react';
import { addFiles } from '../uploads/pendingFiles';
import { isInFence } from './places';
import type { place } from './placing';
import type { ComposerText, MakeEdit } from './useComposerText';

const isUrl = (text: string): boolean => /^https?:\/\/\S+$/i.test(text);
/** What means something in Markdown, or tells of a sheet, a word processor or an editor. Without any of it the plain text says all there is. */
const meaningful =
  /<(?:b|strong|i|em|s|del|strike|a|ul|ol|li|code|pre|blockquote|table|h[1-6]|hr)[\s>]|mso-list|mso-special-format|monospace|font-weight:\s*(?:bold|[67]00)|font-style:\s*italic/i;

/** A second after the first room shows it is there: what is pasted should come at once. */
export const loadRichText = () => import('./richText');

/** The language an editor names beside what it copies: VS Code, and what is built on it. */
function languageOf(data: DataTransfer): string {
  try {
    const { mode } = JSON.parse(data.getData('vscode-editor-data')) as { mode?: unknown };
    return typeof mode === 'string' ? mode : '';
  } catch {
    return '';
  }
}

/** A text to be put in, and how. */
interface Piece {
  text: string;
  /** Blocks stand apart from what is beside them; without it the text goes in as it is. */
  place?: typeof place;
}

/** What is to be put in where it is not simply what was copied; undefined leaves it to the browser. */
function converted(data: DataTransfer): Promise<Piece> | undefined {
  const plain = data.getData('text/plain');
  const html = data.getData('text/html');
  const language = languageOf(data);
  // What goes as a file goes as text; turning a book into Markdown would take seconds.
  if (plain.length > 2 * limits.messageLength) return undefined;
  const sheet = html === '' && /^[^\t\n]+\t[^\n]*\n./.test(plain);
  if (language === '' && !sheet && !meaningful.test(html)) return undefined;
  return loadRichText().then(
    (parts) => ({ text: parts.markdownOf(html, plain, language), place: parts.place }),
    () => ({ text: plain }),
  );
}

export interface Pasting {
  onPaste: (event: ClipboardEvent) => void;
  /** A text too long for a message, which may go as a file. */
  offered: string | undefined;
  /** Makes it a file that goes with the message. */
  attach: () => void;
  /** Puts it into the box all the same. */
  putIn: () => void;
  dismiss: () => void;
}

/** What becomes of what is pasted: files wait in the tray, an address becomes a link, rich text and cells Markdown, a book a file. */
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
    return visibleLength(made) > limits.messageLength;
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
