/** A change of a text: what replaces `from`–`to`, and the selection afterwards (behind it by default). */
export interface Edit {
  from: number;
  to: number;
  text: string;
  selection?: [number, number];
}

/** The text as it is after an edit. */
export const edited = (text: string, { from, to, text: piece }: Edit): string =>
  text.slice(0, from) + piece + text.slice(to);

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * Replaces the selection by the browser's own editing command, so that it is in the undo history. Chromium inserts many
 * lines one by one, half a second for four hundred and an event for each; as HTML, which a textarea takes as plain text,
 * they are inserted at once.
 */
function replaceSelection(text: string): void {
  // Deprecated, and still the only way into that history; where it is refused, the caller has a fallback.
  /* eslint-disable @typescript-eslint/no-deprecated */
  if (text === '') document.execCommand('delete');
  else if (!text.includes('\n') || !document.execCommand('insertHTML', false, escaped(text)))
    document.execCommand('insertText', false, text);
  /* eslint-enable @typescript-eslint/no-deprecated */
}

/** What edits replaced, and the selection before: on undo the browser selects all that was replaced. */
const replaced = new WeakMap<HTMLTextAreaElement, Required<Edit>[]>();
/** Beyond this many undo steps the restored text is selected. */
const MOST_REMEMBERED = 100;

function remember(box: HTMLTextAreaElement, edit: Edit, selection: [number, number]): void {
  const { from, to } = edit;
  const text = box.value.slice(from, to);
  const known = replaced.get(box) ?? [];
  replaced.set(box, [...known, { from, to, text, selection }].slice(-MOST_REMEMBERED));
}

/** After an undo: restores the selection of before the edit, so that the next key does not replace the restored text. */
export function afterUndo(box: HTMLTextAreaElement): void {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const back = replaced
    .get(box)
    ?.findLast(({ from, to, text }) => from === start && to === end && text === value.slice(start, end));
  if (back) box.setSelectionRange(...back.selection);
}

/**
 * The only way to change the box other than by typing: marks, completions, emoji, pasted and converted text. One edit is
 * one undo step. Focuses the box and fires one `input` event, of type `insertReplacementText`.
 */
export function editBox(box: HTMLTextAreaElement, edit: Edit): void {
  const wanted = edited(box.value, edit);
  const caret = edit.from + edit.text.length;
  const before = box.value;
  box.focus();
  if (wanted !== before) {
    remember(box, edit, [box.selectionStart, box.selectionEnd]);
    // Setting the selection also ends the undo step that typing has open.
    box.setSelectionRange(edit.from, edit.to);
    const swallow = (event: Event): void => event.stopImmediatePropagation();
    window.addEventListener('input', swallow, true);
    try {
      replaceSelection(edit.text);
      if (box.value !== wanted) {
        if (box.value !== before) box.setRangeText(before, 0, box.value.length);
        box.setRangeText(edit.text, edit.from, edit.to);
      }
    } finally {
      window.removeEventListener('input', swallow, true);
    }
  }
  box.setSelectionRange(...(edit.selection ?? [caret, caret]));
  if (wanted !== before)
    box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
}
