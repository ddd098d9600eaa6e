import { X } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useAppSelector } from '../../app/store';
import { IconButton } from '../../ui/Button';
import { Fallible } from '../../ui/Fallible';
import type { Target } from './composerTarget';
import { t } from '../../text/text';

const QuotedWords = lazy(() => import('../timeline/QuotedWords'));

/** What the composer answers or changes, above the text; nothing while it says something new. */
export function TargetLine({ target, onClear }: { target: Target; onClear: () => void }) {
  const authorId = target.kind === 'new' ? '' : target.message.authorId;
  const name = useAppSelector((state) => state.people.users.entities[authorId]?.displayName ?? '');
  if (target.kind === 'new') return null;
  return (
    <div className="flex items-center gap-2 border-b border-line px-3.5 py-1 text-[13px] text-soft">
      <span className="shrink-0 font-semibold">
        {target.kind === 'edit' ? t('composer.editing') : t('composer.replyingTo', { name })}
      </span>
      <span className="min-w-0 flex-1 truncate" dir="auto">
        <Fallible>
          <Suspense>
            <QuotedWords message={target.message} />
          </Suspense>
        </Fallible>
      </span>
      <IconButton label={t('common.cancel')} onClick={onClear} className="!size-7 max-[819px]:!size-11">
        <X size={16} strokeWidth={1.75} />
      </IconButton>
    </div>
  );
}
