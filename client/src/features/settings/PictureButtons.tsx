import { useRef, useState } from 'react';
import { useCore } from '../../app/coreContext';
import { sentenceOf } from '../../platform/api';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';

/** Sets one's picture from a file, or takes it away. What changes is told to all one's pages. */
export function PictureButtons({ has }: { has: boolean }) {
  const core = useCore();
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<string>();
  const act = (work: Promise<unknown>): void => {
    setFailure(undefined);
    work.catch((error: unknown) => setFailure(sentenceOf(error)));
  };
  return (
    <div className="mt-1.5">
      <div className="flex gap-2">
        <Button onClick={() => input.current?.click()}>{t('profile.picture')}</Button>
        {has && (
          <Button kind="quiet" onClick={() => act(core.api.request('/me/picture', { method: 'DELETE' }))}>
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
          if (file) act(core.api.putFile('/me/picture', file));
        }}
      />
      <Failure>{failure}</Failure>
    </div>
  );
}
