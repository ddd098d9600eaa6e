import { CircleAlert, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, IconButton } from '../../../ui/Button';
import { classes } from '../../../ui/classes';
import { t } from '../text/text';

interface BannerProps {
  children: ReactNode;
  /** Something did not work; else it is a warning. */
  failed?: boolean;
  /** What can be done about it. */
  action?: { label: string; run: () => void } | undefined;
  onDismiss?: (() => void) | undefined;
}

/** A sentence about the call that one has to see. A failure is announced at once, the rest by `CallNotices`. */
export function Banner({ children, failed = false, action, onDismiss }: BannerProps) {
  const Icon = failed ? CircleAlert : TriangleAlert;
  return (
    <div className="flex items-center gap-2.5 rounded-xl border border-line bg-raised py-1.5 ps-3.5 pe-1.5 text-[14px] leading-5 text-text">
      <Icon
        size={18}
        strokeWidth={1.75}
        aria-hidden="true"
        className={classes('shrink-0', failed ? 'text-danger' : 'text-[var(--away)]')}
      />
      <span {...(failed ? { role: 'alert' } : {})} className="min-w-0 flex-1 py-1">
        {children}
      </span>
      {action && (
        <Button onClick={action.run} className="shrink-0">
          {action.label}
        </Button>
      )}
      {onDismiss && (
        <IconButton label={t('calls.dismiss')} onClick={onDismiss}>
          <X size={16} strokeWidth={1.75} />
        </IconButton>
      )}
    </div>
  );
}
