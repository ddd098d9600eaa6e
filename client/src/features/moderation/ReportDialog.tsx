import { moderationLimits } from '@parley/shared/moderation/limits';
import type { ReportReason } from '@parley/shared/moderation/moderation';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { Choice, Words } from './fields';
import { reasonNames } from './names';
import { t } from './text/text';

interface ReportDialogProps {
  /** Absent for the person as such. */
  messageId?: string;
  userId: string;
  onClose: () => void;
}

/** Reports a message or a person, with a reason and a note. */
export function ReportDialog({ messageId, userId, onClose }: ReportDialogProps) {
  const { api } = useCore();
  const [reason, setReason] = useState<ReportReason>('spam');
  const [note, setNote] = useState('');
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setBusy(true);
    const body = { reason, note: note.trim() };
    const work =
      messageId === undefined
        ? api.request('POST /users/{userId}/reports', { path: { userId }, body })
        : api.request('POST /messages/{messageId}/reports', { path: { messageId }, body });
    work.then(
      () => {
        announce(t('moderation.sent'));
        setSent(true);
      },
      (error: unknown) => {
        setBusy(false);
        setFailure(error);
      },
    );
  };
  if (sent)
    return (
      <Dialog open onClose={onClose} title={t('moderation.reportTitle')}>
        <p className="mt-0 mb-4 text-[14px]">{t('moderation.sent')}</p>
        <div className="flex justify-end">
          <Button kind="primary" autoFocus onClick={onClose}>
            {t('common.close')}
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('moderation.reportTitle')}
      description={t(messageId === undefined ? 'moderation.reportPersonLead' : 'moderation.reportLead')}
    >
      <form onSubmit={submit}>
        <Choice label={t('moderation.reason')} value={reason} options={reasonNames} onChange={setReason} />
        <Words label={t('moderation.note')} value={note} most={moderationLimits.note} onChange={setNote} />
        <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={busy}>
            {t('moderation.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
