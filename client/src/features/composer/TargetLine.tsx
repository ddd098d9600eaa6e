import { X } from 'lucide-react';
import { useAppSelector } from '../../core/store';
import { IconButton } from '../../ui/Button';
import QuotedWords from '../timeline/public/QuotedWords';
import type { Target } from './public/composerTarget';
import { t } from './text/text';

/** What the composer answers or changes, above the text. */
export function TargetLine({
  target,
  onClear,
}: {
  target: Exclude<Target, { kind: 'new' }>;
  onClear: () => void;
}) {
  const { authorId } = target.message;
  const name = useAppSelector((state) => state.people.users.entities[authorId]?.displayName ?? '');
  return (
    <div className="flex items-center gap-2 border-b border-line px-3.5 py-1 text-[13px] text-soft">
      <span className="shrink-0 font-semibold">
        {target.kind === 'edit' ? t('composer.editing') : t('composer.replyingTo', { name })}
      </span>
      <span className="min-w-0 flex-1 truncate" dir="auto">
        <QuotedWords message={target.message} />
      </span>
      <IconButton label={t('common.cancel')} onClick={onClear} className="!size-7 max-[819px]:!size-11">
        <X size={16} strokeWidth={1.75} />
      </IconButton>
    </div>
  );
}
