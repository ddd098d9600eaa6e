import { useRef } from 'react';
import { t } from '../text/text';
import { Button } from './Button';

interface PictureButtonsProps {
  /** Whether there is a picture to remove. */
  has: boolean;
  onChoose: (file: File) => void;
  onRemove: () => void;
}

/** Sets a picture from a file, or removes it. */
export function PictureButtons({ has, onChoose, onRemove }: PictureButtonsProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className="flex gap-2">
        <Button onClick={() => input.current?.click()}>{t('profile.picture')}</Button>
        {has && (
          <Button kind="quiet" onClick={onRemove}>
            {t('profile.pictureRemove')}
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        aria-label={t('profile.picture')}
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onChoose(file);
        }}
      />
    </>
  );
}
