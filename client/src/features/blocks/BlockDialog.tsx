import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { personName } from '../../core/rooms/personName';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { t } from './text/text';

/** Says what a block does, and blocks. */
export function BlockDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const { api } = useCore();
  const name = useAppSelector((state) => personName(state.people.users.entities[userId]));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const block = (): void => {
    setBusy(true);
    api.request('PUT /me/blocked/{userId}', { path: { userId } }).then(
      () => {
        announce(t('blocks.blocked', { name }));
        onClose();
      },
      (error: unknown) => {
        setBusy(false);
        setFailure(error);
      },
    );
  };
  return (
    <Dialog open onClose={onClose} title={t('blocks.block', { name })} description={t('blocks.lead')}>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="primary" disabled={busy} onClick={block}>
          {t('blocks.confirm')}
        </Button>
      </div>
    </Dialog>
  );
}
