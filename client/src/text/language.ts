/** The languages there are, each by its own name. */
export const languages = { en: 'English', es: 'Español', ar: 'العربية' } as const;
export type Language = keyof typeof languages;

const KEY = 'parley.language';
const isLanguage = (name: string | null | undefined): name is Language =>
  name !== null && name !== undefined && Object.hasOwn(languages, name);

/** What was chosen on this device; undefined follows the browser. */
export function chosenLanguage(): Language | undefined {
  const chosen = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY);
  return isLanguage(chosen) ? chosen : undefined;
}

/**
 * Chooses a language, or the browser's. The page is reloaded: texts are looked up everywhere, and a language is
 * rarely changed. Drafts and the outbox are stored and survive it.
 */
export function chooseLanguage(language: Language | undefined): void {
  if (language === undefined) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, language);
  location.reload();
}

/** The first of the browser's languages that there is, else English. */
export function preferredLanguage(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

// Without a page (in tests) the language is English.
const inPage = typeof document !== 'undefined';
export const language: Language = chosenLanguage() ?? preferredLanguage(inPage ? navigator.languages : []);
export const direction: 'ltr' | 'rtl' = language === 'ar' ? 'rtl' : 'ltr';

/**
 * For `Intl`: the browser's own form of the language where it has one (en-GB writes dates unlike en-US). Numbers are
 * written with Latin digits in Arabic too, as its users in chats mostly do.
 */
export const locale: string =
  language === 'ar'
    ? 'ar-u-nu-latn'
    : ((inPage ? navigator.languages : []).find((tag) => tag.split('-')[0] === language) ?? language);
