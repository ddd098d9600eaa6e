import { classes } from '../../../ui/classes';
import { t } from '../text/text';

const BARS = 12;

/** How loud the microphone is: `level` from 0 to 1. */
export function LevelMeter({ level, className }: { level: number; className?: string }) {
  const lit = Math.round(Math.min(1, Math.max(0, level)) * BARS);
  return (
    <span
      role="meter"
      aria-label={t('calls.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
      className={classes('flex h-1.5 gap-0.5', className)}
    >
      {Array.from({ length: BARS }, (_, i) => (
        <span
          key={i}
          className={classes('flex-1 rounded-full', i < lit ? 'bg-[var(--online)]' : 'bg-line')}
        />
      ))}
    </span>
  );
}
