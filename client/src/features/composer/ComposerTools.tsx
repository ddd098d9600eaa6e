import { AtSign, Bold, Code, Italic, Link, List, Paperclip, Smile } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../../ui/Button';
import { EmojiButton } from '../emoji/EmojiButton';
import type { ComposerText } from './useComposerText';
import { t } from '../../text/text';

const icon = { size: 17, strokeWidth: 1.75 };

/** The buttons below the text: marks where there is room, emoji and mentions everywhere. */
export function ComposerTools({
  composer,
  onFiles,
}: {
  composer: ComposerText;
  /** Absent where none can be attached. */
  onFiles?: (files: Iterable<File>) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const { text, selection, insert, wrap, list, link } = composer;
  return (
    <>
      {onFiles && (
        <>
          <input
            ref={input}
            id="attach"
            type="file"
            multiple
            hidden
            onChange={(event) => {
              onFiles(event.target.files ?? []);
              // The same file may be chosen again.
              event.target.value = '';
            }}
          />
          <IconButton label={t('composer.attach')} onClick={() => input.current?.click()}>
            <Paperclip {...icon} />
          </IconButton>
        </>
      )}
      <div className="flex items-center gap-0.5 max-[819px]:hidden">
        <IconButton label={t('composer.bold')} onClick={() => wrap('**')}>
          <Bold {...icon} />
        </IconButton>
        <IconButton label={t('composer.italic')} onClick={() => wrap('_')}>
          <Italic {...icon} />
        </IconButton>
        <IconButton label={t('composer.code')} onClick={() => wrap(text.includes('\n') ? '\n```\n' : '`')}>
          <Code {...icon} />
        </IconButton>
        <IconButton label={t('composer.link')} onClick={link}>
          <Link {...icon} />
        </IconButton>
        <IconButton label={t('composer.list')} onClick={list}>
          <List {...icon} />
        </IconButton>
        <span aria-hidden="true" className="mx-1.5 h-4 w-px bg-line" />
      </div>
      <EmojiButton label={t('composer.emoji')} onPick={insert}>
        <Smile {...icon} />
      </EmojiButton>
      <IconButton
        label={t('composer.mention')}
        onClick={() => insert(/(^|\s)$/.test(text.slice(0, selection()[0])) ? '@' : ' @')}
      >
        <AtSign {...icon} />
      </IconButton>
    </>
  );
}
