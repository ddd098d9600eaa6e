/**
 * The theme of a call's stage, for `data-theme`: dark beside a light page too, since pictures look best on dark. High
 * contrast stays what it is.
 */
export const stageTheme = (): 'dark' | 'contrast' =>
  document.documentElement.dataset['theme'] === 'contrast' ? 'contrast' : 'dark';
