import { CircleAlert } from 'lucide-react';
import { useCore } from '../../core/coreContext';
import type { OutboxItem } from '../../sync/outbox';
import { t } from './text/text';

/** Below a message that was not sent: why, and what to do with it. */
export default function NotSent({ item }: { item: OutboxItem }) {
  const core = useCore();
  const button = 'font-semibold underline underline-offset-2';
  return (
    <p role="alert" className="m-0 flex flex-wrap items-center gap-x-3 text-[13px] text-danger">
      <span className="flex items-center gap-1.5">
        <CircleAlert size={14} aria-hidden="true" /> {t('message.notSentWhy')} {item.error}
      </span>
      <button type="button" className={button} onClick={() => core.retry(item.clientId)}>
        {t('message.retry')}
      </button>
      <button type="button" className={button} onClick={() => core.discard(item.clientId)}>
        {t('message.discard')}
      </button>
    </p>
  );
}
