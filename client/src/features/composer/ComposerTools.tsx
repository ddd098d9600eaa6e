import { AtSign, Bold, Code, Italic, Link, List, Paperclip, Plus, Smile } from 'lucide-react';
import { lazy, Suspense, useRef } from 'react';
import { IconButton } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import { EmojiButton } from '../emoji/public/EmojiButton';
import { mark } from './markKeys';
import type { ComposerText } from './useComposerText';
import { t } from './text/first';

const FeatureTools = lazy(() => import('./FeatureTools'));

const icon = { size: 17, strokeWidth: 1.75 };

/** The buttons below the text: marks where there is room, emoji and mentions everywhere. */
export function ComposerTools({
  composer,
  roomId,
  onFiles,
}: {
  composer: ComposerText;
  /** Absent where something is edited: what features add is a message of its own. */
  roomId?: string;
  /** Absent where none can be attached. */
  onFiles?: (files: Iterable<File>) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const { apply } = composer;
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
        <IconButton label={t('composer.bold')} onClick={() => mark(composer, 'bold')}>
          <Bold {...icon} />
        </IconButton>
        <IconButton label={t('composer.italic')} onClick={() => mark(composer, 'italic')}>
          <Italic {...icon} />
        </IconButton>
        <IconButton label={t('composer.code')} onClick={() => mark(composer, 'code')}>
          <Code {...icon} />
        </IconButton>
        <IconButton label={t('composer.link')} onClick={() => mark(composer, 'link')}>
          <Link {...icon} />
        </IconButton>
        <IconButton label={t('composer.list')} onClick={() => mark(composer, 'list')}>
          <List {...icon} />
        </IconButton>
        <span aria-hidden="true" className="mx-1.5 h-4 w-px bg-line" />
      </div>
      <EmojiButton label={t('composer.emoji')} onPick={composer.insert}>
        <Smile {...icon} />
      </EmojiButton>
      <IconButton
        label={t('composer.mention')}
        onClick={() =>
          apply((text, [from, to]) => ({ from, to, text: /(^|\s)$/.test(text.slice(0, from)) ? '@' : ' @' }))
        }
      >
        <AtSign {...icon} />
      </IconButton>
      {roomId !== undefined && (
        <Menu
          side="top"
          trigger={
            <IconButton label={t('composer.more')}>
              <Plus {...icon} />
            </IconButton>
          }
        >
          <Suspense>
            <FeatureTools roomId={roomId} />
          </Suspense>
        </Menu>
      )}
    </>
  );
}
