import type { EditView } from '@parley/shared/messages';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { Dialog } from '../../ui/Dialog';
import { SkeletonRows } from '../../ui/Skeleton';
import { Markdown } from './Markdown';
import { loadEdits } from '../../core/rooms/messageCommands';
import { formatFull, useTimes } from '../../ui/times';
import { t } from './text/text';

/** The versions of a message, newest first. */
export function EditsDialog({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const core = useCore();
  useTimes();
  const [edits, setEdits] = useState<EditView[]>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    loadEdits(core, messageId).then(setEdits, (error: unknown) => setFailure(sentenceOf(error)));
  }, [core, messageId]);
  return (
    <Dialog open onClose={onClose} title={t('message.versions')}>
      {failure !== undefined && <p className="m-0 text-[14px] text-danger">{failure}</p>}
      {!edits && failure === undefined && <SkeletonRows rows={2} />}
      <ol className="m-0 list-none space-y-4 p-0">
        {[...(edits ?? [])].reverse().map((edit, i) => (
          <li key={edit.writtenAt + String(i)}>
            <div className="tabular mb-1 text-[12px] text-faint">
              {formatFull(edit.writtenAt)}
              {i === 0 && t('message.versionNow')}
            </div>
            <Markdown text={edit.text} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
