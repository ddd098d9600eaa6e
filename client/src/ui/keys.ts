/** The part of a key event that is used; both the DOM's and React's have it. */
interface KeyLike {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  getModifierState: (key: 'AltGraph') => boolean;
}

export interface Pressed {
  /** In lower case: `b`, `/`, `enter`; on a layout without Latin letters, the key at that place on one that has them. */
  key: string;
  /** Ctrl or ⌘ alone: a shortcut, and no letter typed with AltGr. */
  command: boolean;
  shift: boolean;
  alt: boolean;
}

const signs: Record<string, string> = { Comma: ',', Period: '.', Slash: '/', Backslash: '\\' };

/** The letter or sign of a Latin keyboard at a key's place. */
const byPlace = (code: string): string | undefined =>
  signs[code] ?? /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();

/**
 * The key of a shortcut: by the layout (Dvorak and AZERTY have their own places), unless that gives a letter of another
 * script, then by the key's place. AltGr types letters, on Windows as Ctrl+Alt, and a dead key waits for the next one:
 * neither is a shortcut.
 */
export function pressed(event: KeyLike): Pressed {
  const { key, code, shiftKey: shift } = event;
  const typesLetters = event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey);
  // A named key has an ASCII name; the Arabic "لا" on KeyB has two letters and is none.
  const foreign = /^(?!\p{Script=Latin})\p{L}/u.test(key);
  return {
    key: (foreign ? (byPlace(code) ?? key) : key).toLowerCase(),
    command: (event.ctrlKey || event.metaKey) && !event.altKey && !typesLetters,
    shift,
    alt: event.altKey && !typesLetters,
  };
}

/**
 * Whether the key belongs to an input method that is composing. For the Enter that ends a composition, Safari has only
 * the old code 229.
 */
// eslint-disable-next-line @typescript-eslint/no-deprecated
const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/**
 * Stops the keys of an input method before any field or dialog: Enter selects a character there, Escape reverts one, the
 * arrows move in its list. In one place, so that no field can forget it. Presence still registers them: its listener is
 * on the window too.
 */
export function guardComposition(window: Window): void {
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isComposing(event)) return;
      event.stopPropagation();
      // Safari would submit a form of one field.
      if (event.key === 'Enter' && (event.target as Element).matches('input')) event.preventDefault();
    },
    true,
  );
}
