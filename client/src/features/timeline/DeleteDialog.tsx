import type { MessageView } from '@parley/shared/messages';
import { textOfPart } from '@parley/shared/partTexts';
import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { Markdown } from './Markdown';
import { deleteMessage } from '../../core/rooms/messageCommands';
import { t } from './text/text';

/** Asks the person to confirm the deletion, and shows the message. */
export function DeleteDialog({ message, onClose }: { message: MessageView; onClose: () => void }) {
  const core = useCore();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const remove = (): void => {
    setBusy(true);
    deleteMessage(core, message.messageId).then(
      () => {
        announce(t('message.nowDeleted'));
        onClose();
      },
      (error: unknown) => {
        setBusy(false);
        setFailure(`${t('message.deleteFailed')} ${sentenceOf(error)}`);
      },
    );
  };
  return (
    <Dialog open onClose={onClose} title={t('message.deleteTitle')} description={t('message.deleteHint')}>
      <div className="max-h-[30vh] overflow-y-auto rounded-xl border border-line px-3.5 py-2.5" tabIndex={-1}>
        <Markdown text={message.text} />
        {message.parts && (
          <p className="m-0 text-[14px] whitespace-pre-line">{message.parts.map(textOfPart).join('\n')}</p>
        )}
        {message.files.map(({ fileId, name }) => (
          <p key={fileId} className="m-0 truncate text-[14px] text-soft">
            <bdi>{name}</bdi>
          </p>
        ))}
      </div>
      <Failure>{failure}</Failure>
      <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
        <span className="me-auto text-[12px] text-faint max-[819px]:hidden">{t('message.deleteSkip')}</span>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="danger" autoFocus disabled={busy} onClick={remove}>
          {t('message.delete')}
        </Button>
      </div>
    </Dialog>
  );
}
