import type { ClipboardEvent } from 'react';
import { addFiles } from '../uploads/pendingFiles';
import { isRich, markdownOf } from './richText';
import type { ComposerText } from './useComposerText';

const isUrl = (text: string): boolean => /^https?:\/\/\S+$/i.test(text);

/** What becomes of what is pasted: files wait in the tray, addresses become links, rich text becomes Markdown. */
export function usePaste(roomId: string, composer: ComposerText, editing: boolean) {
  return (event: ClipboardEvent): void => {
    const plain = event.clipboardData.getData('text/plain');
    const html = event.clipboardData.getData('text/html');
    if (!editing && event.clipboardData.files.length > 0 && plain === '') {
      event.preventDefault();
      return addFiles(roomId, event.clipboardData.files);
    }
    const { text } = composer;
    const [start, end] = composer.selection();
    const inCode = (text.slice(0, start).match(/```/g)?.length ?? 0) % 2 === 1;
    if (start !== end && isUrl(plain.trim())) {
      event.preventDefault();
      composer.insert(`[${text.slice(start, end)}](${plain.trim()})`);
    } else if (!inCode && isRich(html)) {
      event.preventDefault();
      markdownOf(html).then(composer.insert, () => composer.insert(plain));
    }
  };
}
