import { AtSign } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { t } from './text/text';
import { MessageListPanel } from './public/MessageListPanel';

/** Mentions and replies from all rooms; it is updated while it is open. */
export function InboxPanel({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const [calls, setCalls] = useState(0);
  useEffect(
    () =>
      core.onMessages((_roomId, messages) => {
        const { me } = core.store.getState().session;
        const called = messages.some(
          ({ mentionsRoom, mentionIds, replyTo }) =>
            mentionsRoom || replyTo !== null || (me && mentionIds.includes(me.userId)),
        );
        if (called) setCalls((count) => count + 1);
      }),
    [core],
  );
  const read = useCallback(
    (before?: string) => core.api.request('GET /inbox', { query: { before } }),
    [core],
  );
  return (
    <MessageListPanel
      title={t('inbox.title')}
      close={t('inbox.close')}
      Icon={AtSign}
      nothing={{ title: t('inbox.nothing'), hint: t('inbox.nothingHint') }}
      read={read}
      panel="inbox"
      freshAt={calls}
      onClose={onClose}
    />
  );
}
