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

/** Follows the system until a theme is chosen. index.html sets the first one before the first paint. */
export function followTheme(): void {
  dark.addEventListener('change', show);
  show();
}

const SEND_KEY = 'parley.enterSends';
/** A touch screen without a mouse: the keyboard is on screen, where Enter is the only way to a new line. */
const touchKeyboard = matchMedia('(pointer: coarse) and (hover: none)');

/** Whether Enter sends: as chosen, by default where there is a hardware keyboard. */
export function enterSends(): boolean {
  const chosen = localStorage.getItem(SEND_KEY);
  return chosen === null ? !touchKeyboard.matches : chosen !== 'false';
}
export const setEnterSends = (value: boolean): void => localStorage.setItem(SEND_KEY, String(value));
