/** What is asked of a key event; the DOM's and React's both have it. */
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
  /** In lower case: `b`, `/`, `enter`; on a layout without Latin letters what the key is on one that has them. */
  key: string;
  /** Ctrl or ⌘ alone: a shortcut, and no letter typed with AltGr. */
  command: boolean;
  shift: boolean;
  alt: boolean;
}

const signs: Record<string, string> = { Comma: ',', Period: '.', Slash: '/', Backslash: '\\' };

/** The letter or sign that stands on a key of a Latin keyboard, by the key's place. */
const byPlace = (code: string): string | undefined =>
  signs[code] ?? /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();

/**
 * Which key is meant. What the layout says counts (Dvorak and AZERTY have their own places), unless it is a letter of another
 * script: then the key's place does. AltGr types letters, on Windows as Ctrl+Alt, and a dead key waits for the next one:
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
 * Does the key belong to an input method that is composing? Safari says so of the Enter that ends a composition only by the
 * old code 229.
 */
// eslint-disable-next-line @typescript-eslint/no-deprecated
const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/**
 * Keeps the keys of an input method from every field and dialog: Enter chooses a character there, Escape takes one back, the
 * arrows walk its list. In one place and before all others, so that no field can forget it. The presence of whoever presses
 * is noticed all the same: that listener stands on the window too.
 */
export function guardComposition(window: Window): void {
  window.addEventListener(
    'keydown',
    (event) => {
      if (!isComposing(event)) return;
      event.stopPropagation();
      // Safari would send a form of one field.
      if (event.key === 'Enter' && (event.target as Element).matches('input')) event.preventDefault();
    },
    true,
  );
}
