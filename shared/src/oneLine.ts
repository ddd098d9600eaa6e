import type { MessageView } from './messages.js';

/**
 * A message as one line, for notifications and quotes: without its marks, and without what is hidden. Of one that is only
 * files their names.
 *
 * @param most characters as people see them, at most
 */
export function oneLine({ text, files }: Pick<MessageView, 'text' | 'files'>, most: number): string {
  const plain = text
    .replace(/\|\|[^|]+\|\|/g, '▒▒▒')
    .replace(/[*_`~]/g, '')
    .replace(/^>+ ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const line = plain === '' ? files.map(({ name }) => name).join(', ') : plain;
  return [...line].slice(0, most).join('');
}
