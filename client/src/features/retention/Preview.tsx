import type { RetentionPreview } from '@parley/shared/retention';
import { Sum } from './Sum';
import { t } from './text/text';

/** Rooms that are shown; the sums are of all. */
const MOST = 20;

/** What a rule would delete now. */
export const Preview = ({ preview }: { preview: RetentionPreview }) => (
  <section aria-label={t('retention.preview')} className="mb-4 rounded-lg border border-line p-3 text-[14px]">
    <Sum counts={preview} />
    <ul className="m-0 list-none divide-y divide-line p-0">
      {preview.rooms.slice(0, MOST).map(({ roomId, name, messages, held }) => (
        <li key={roomId} className="flex gap-3 py-1.5">
          <span className="min-w-0 flex-1 truncate">
            <bdi>{name || t('retention.conversation')}</bdi>
          </span>
          <span className="tabular text-soft">
            {held ? t('retention.held') : t('retention.count', { messages })}
          </span>
        </li>
      ))}
    </ul>
  </section>
);
