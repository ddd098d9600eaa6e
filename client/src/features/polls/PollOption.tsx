import type { PollPart } from '@parley/shared/polls/poll';
import { Check } from 'lucide-react';
import { t } from './text/text';
import { classes } from '../../ui/classes';

interface PollOptionProps {
  option: PollPart['options'][number];
  voters: number;
  mine: boolean;
  /** Among the most votes of a closed poll. */
  leads: boolean;
  /** Absent where one cannot vote. */
  onVote?: (() => void) | undefined;
}

/** One option with its bar. A button and not a radio: arrow keys would vote on their way. */
export function PollOption({ option: { text, votes }, voters, mine, leads, onVote }: PollOptionProps) {
  const percent = voters === 0 ? 0 : Math.round((votes / voters) * 100);
  const votesSaid = t('polls.optionVotes', { count: votes, percent });
  return (
    <li>
      <button
        type="button"
        aria-pressed={mine}
        aria-disabled={!onVote}
        onClick={onVote}
        className={classes(
          'relative flex min-h-10 w-full items-center gap-2.5 overflow-hidden rounded-lg border px-3 py-2 text-start text-[14px] max-[819px]:min-h-11',
          mine ? 'border-accent' : 'border-line',
          onVote ? 'hover:border-strong' : 'cursor-default',
        )}
      >
        <span
          aria-hidden="true"
          className={classes(
            'absolute inset-y-0 start-0 transition-[width] duration-200 motion-reduce:transition-none',
            mine ? 'bg-tint' : 'bg-hover',
          )}
          style={{ width: `${percent}%` }}
        />
        <span
          aria-hidden="true"
          className={classes(
            'relative flex size-[18px] shrink-0 items-center justify-center rounded-full border',
            mine ? 'border-transparent bg-solid text-white' : 'border-strong bg-page',
          )}
        >
          {mine && <Check size={12} strokeWidth={3} />}
        </span>
        <span className={classes('relative min-w-0 flex-1 break-words', leads && 'font-semibold')} dir="auto">
          {text}
        </span>
        <span className="sr-only">{`, ${votesSaid}${mine ? `, ${t('polls.yours')}` : ''}`}</span>
        <span aria-hidden="true" className="tabular relative shrink-0 text-[13px] text-soft">
          {votes > 0 && `${percent}% · `}
          <span className="font-semibold text-text">{votes}</span>
        </span>
      </button>
    </li>
  );
}
