import { isMac, modifier } from '../../../ui/platform';

/** What the keys of a call do; each with Ctrl or ⌘, and Shift, as in Microsoft Teams. */
export const callKeys = {
  accept: 'a',
  decline: 'd',
  mute: 'm',
  camera: 'o',
  screen: 'e',
  hand: 'k',
  pip: 'p',
  leave: 'h',
} as const;
export type CallKey = keyof typeof callKeys;

/** A shortcut as it stands in a tooltip: "Ctrl+Shift+M". */
export const keysOf = (key: CallKey): string => `${modifier}+Shift+${callKeys[key].toUpperCase()}`;

/** The same for `aria-keyshortcuts`. */
export const ariaKeysOf = (key: CallKey): string =>
  `${isMac ? 'Meta' : 'Control'}+Shift+${callKeys[key].toUpperCase()}`;
