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

const marks = [
  { name: 'bold', label: t('composer.bold'), Icon: Bold },
  { name: 'italic', label: t('composer.italic'), Icon: Italic },
  { name: 'code', label: t('composer.code'), Icon: Code },
  { name: 'link', label: t('composer.link'), Icon: Link },
  { name: 'list', label: t('composer.list'), Icon: List },
] as const;

function AttachButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
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
  );
}

interface ComposerToolsProps {
  composer: ComposerText;
  /** Absent where a message is edited: what features add is a message of its own. */
  roomId?: string;
  /** Absent where files cannot be attached. */
  onFiles?: (files: Iterable<File>) => void;
}

/** The buttons below the text: marks where there is room, emoji and mentions everywhere. */
export function ComposerTools({ composer, roomId, onFiles }: ComposerToolsProps) {
  const mention = (): void =>
    composer.apply((text, [from, to]) => ({
      from,
      to,
      text: /(^|\s)$/.test(text.slice(0, from)) ? '@' : ' @',
    }));
  return (
    <>
      {onFiles && <AttachButton onFiles={onFiles} />}
      <div className="flex items-center gap-0.5 max-[819px]:hidden">
        {marks.map(({ name, label, Icon }) => (
          <IconButton key={name} label={label} onClick={() => mark(composer, name)}>
            <Icon {...icon} />
          </IconButton>
        ))}
        <span aria-hidden="true" className="mx-1.5 h-4 w-px bg-line" />
      </div>
      <EmojiButton label={t('composer.emoji')} onPick={composer.insert}>
        <Smile {...icon} />
      </EmojiButton>
      <IconButton label={t('composer.mention')} onClick={mention}>
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
