/** A change of a text: what stands in place of `from`–`to`, and where the selection stands afterwards (behind it by default). */
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
 * Replaces the selection by the browser's own editing, so that it stands in its history of undo. Chromium puts in many lines
 * one by one, in half a second for four hundred and an event for each; as HTML, which a textarea takes as the text it says,
 * they come at once.
 */
function replaceSelection(text: string): void {
  // Deprecated, and still the only way into that history; where it is refused, the caller has another.
  /* eslint-disable @typescript-eslint/no-deprecated */
  if (text === '') document.execCommand('delete');
  else if (!text.includes('\n') || !document.execCommand('insertHTML', false, escaped(text)))
    document.execCommand('insertText', false, text);
  /* eslint-enable @typescript-eslint/no-deprecated */
}

/** What edits replaced, and what was selected before: the browser selects it all when it takes an edit back. */
const replaced = new WeakMap<HTMLTextAreaElement, Required<Edit>[]>();
/** More steps back than this, a word that comes back is selected. */
const MOST_REMEMBERED = 100;

function remember(box: HTMLTextAreaElement, edit: Edit, selection: [number, number]): void {
  const { from, to } = edit;
  const text = box.value.slice(from, to);
  const known = replaced.get(box) ?? [];
  replaced.set(box, [...known, { from, to, text, selection }].slice(-MOST_REMEMBERED));
}

/** After a step back: selects what was selected before the edit, so that the next letter replaces nothing nobody chose. */
export function afterUndo(box: HTMLTextAreaElement): void {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const back = replaced
    .get(box)
    ?.findLast(({ from, to, text }) => from === start && to === end && text === value.slice(start, end));
  if (back) box.setSelectionRange(...back.selection);
}

/**
 * The one door for every change of the box that is not typed: marks, completions, emoji, what is pasted and converted. One
 * edit is one step of undo. Focuses the box and fires one `input` event, of type `insertReplacementText`.
 */
export function editBox(box: HTMLTextAreaElement, edit: Edit): void {
  const wanted = edited(box.value, edit);
  const caret = edit.from + edit.text.length;
  const before = box.value;
  box.focus();
  if (wanted !== before) {
    remember(box, edit, [box.selectionStart, box.selectionEnd]);
    // Setting the selection also ends the step of undo that typing has open.
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
