import type { NoticeView } from '@parley/shared/moderation/moderation';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { useAppSelector } from '../../core/store';
import { Button } from '../../ui/Button';
import { t } from './text/text';

const sentences = {
  reportHandled: 'moderation.handled',
  reportWaits: 'moderation.waits',
  accountsWait: 'moderation.accountsWait',
  brakePulled: 'moderation.brakePulled',
} as const;

function wordsOf({ kind, text = '' }: NoticeView): string {
  if (kind === 'warned') return t('moderation.warned', { text });
  return t(sentences[kind]);
}

/** Above the rooms: what a person should know, until they dismiss it. */
export function NoticesBanner() {
  const { api } = useCore();
  const { show } = useDialogs();
  const notices = useAppSelector((state) => state.session.me?.notices);
  if (!notices) return null;
  const dismiss = (noticeId: string): void =>
    // What is not dismissed stays on the screen.
    void api.request('DELETE /me/notices/{noticeId}', { path: { noticeId } }).catch(() => undefined);
  return (
    <ul
      aria-live="polite"
      aria-label={t('moderation.notices')}
      className="m-0 list-none border-b border-line bg-mention p-0"
    >
      {notices.map((notice) => (
        <li
          key={notice.noticeId}

          className="flex flex-wrap items-center gap-3 px-4 py-2 text-[14px]"
        >
          <span dir="auto" className="min-w-0 flex-1 basis-[200px] [overflow-wrap:anywhere]">
            {wordsOf(notice)}
          </span>
          {notice.kind !== 'reportHandled' && notice.kind !== 'warned' && (
            <Button
              onClick={() => {
                dismiss(notice.noticeId);
                show({ kind: 'moderation' });
              }}
            >
              {t('moderation.open')}
            </Button>
          )}
          <Button kind="quiet" onClick={() => dismiss(notice.noticeId)}>
            {t('moderation.dismiss')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
