export type Theme = 'system' | 'light' | 'dark' | 'contrast';
const KEY = 'parley.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export const readTheme = (): Theme => (localStorage.getItem(KEY) as Theme | null) ?? 'system';

function show(): void {
  const theme = readTheme();
  document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  show();
}

/** Follows the system while nothing else was chosen. index.html sets the first one before anything is painted. */
export function followTheme(): void {
  dark.addEventListener('change', show);
  show();
}

const SEND_KEY = 'parley.enterSends';
/** Fingers and no pointer: the keyboard is on the screen, where Enter is the only way to a new line. */
const touchKeyboard = matchMedia('(pointer: coarse) and (hover: none)');

/** Does Enter send? As was chosen; by default where there is a keyboard of keys. */
export function enterSends(): boolean {
  const chosen = localStorage.getItem(SEND_KEY);
  return chosen === null ? !touchKeyboard.matches : chosen !== 'false';
}
export const setEnterSends = (value: boolean): void => localStorage.setItem(SEND_KEY, String(value));
