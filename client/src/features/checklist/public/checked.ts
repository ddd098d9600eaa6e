import { base } from '../../../platform/base';

const KEY = `parley${base}.checked`;

/** Stores that somebody has checked, on this device, how people are reached: HTTPS, push, e-mail. */
export const noteChecked = (): void => localStorage.setItem(KEY, 'yes');
export const wasChecked = (): boolean => localStorage.getItem(KEY) !== null;
