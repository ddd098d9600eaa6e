import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { unsentWork, type UnsentWork } from '../../core/unsentWork';
import { t } from './text/text';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';

/** Warns of what signing out deletes; signs out at once when everything is sent. */
export function SignOutDialog({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const outbox = useAppSelector((state) => state.timelines.outbox);
  const [work, setWork] = useState<UnsentWork>();
  useEffect(() => {
    let shown = true;
    void unsentWork(core).then((found) => {
      if (!shown) return;
      if (found.messages + found.drafts === 0) void core.signOut();
      else setWork(found);
    });
    return () => void (shown = false);
  }, [core, outbox]);
  if (!work) return null;
  const { messages, drafts } = work;
  return (
    <Dialog open onClose={onClose} title={t('signOut.title')} description={t('signOut.lead')}>
      <ul className="m-0 list-disc space-y-1 ps-5 text-[14px]">
        {messages > 0 && <li>{t('signOut.messages', { messages })}</li>}
        {drafts > 0 && <li>{t('signOut.drafts', { drafts })}</li>}
      </ul>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="danger" autoFocus onClick={() => void core.signOut()}>
          {t('signOut.confirm')}
        </Button>
      </div>
    </Dialog>
  );
}
