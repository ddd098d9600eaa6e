import { useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { FormFailure } from '../../../core/FormFailure';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { t } from '../text/text';

/** For a person who has lost their second factors: the password is enough again. */
export function RemoveFactors({ userId }: { userId: string }) {
  const { api } = useCore();
  const [failure, setFailure] = useState<unknown>();
  const [done, setDone] = useState(false);
  const remove = (): void => {
    setFailure(undefined);
    api.request('DELETE /users/{userId}/factors', { path: { userId } }).then(() => {
      setDone(true);
      announce(t('factors.forMeDone'));
    }, setFailure);
  };
  return (
    <>
      <FormFailure error={failure} />
      {done ? (
        <p className="m-0 text-[14px] text-accent">{t('factors.forMeDone')}</p>
      ) : (
        <Button onClick={remove}>{t('factors.forMe')}</Button>
      )}
    </>
  );
}
