import type { MessageView } from '@parley/shared/messages';
import { isPollClosed } from '@parley/shared/polls/closed';
import type { PollPart } from '@parley/shared/polls/poll';
import { ChartNoAxesColumn } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useDialogs } from '../../core/dialogs';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { formatFull, useTimes } from '../../ui/times';
import { PollOption } from './PollOption';
import { useVote } from './useVote';

/** The longest timeout that timers support, in ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Whether a poll is closed; turns true at its closing time, also while offline. */
function useClosed(poll: PollPart): boolean {
  const [now, setNow] = useState(() => Date.now());
  const { closesAt } = poll;
  useEffect(() => {
    if (closesAt === null) return;
    const rest = Date.parse(closesAt) - Date.now();
    const timer = setTimeout(() => setNow(Date.now()), Math.min(Math.max(rest, 0) + 1, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [closesAt, now]);
  return isPollClosed(poll, now);
}

const toggled = (mine: readonly string[], optionId: string, multiple: boolean): string[] => {
  if (mine.includes(optionId)) return mine.filter((id) => id !== optionId);
  return multiple ? [...mine, optionId] : [optionId];
};

/** The line below the options: how many voted, and how the poll works. */
function facts({ voters, anonymous, closesAt }: PollPart, closed: boolean): string {
  return [
    t('polls.voters', { count: voters }),
    anonymous ? t('polls.anonymous') : '',
    closed ? t('polls.closed') : closesAt === null ? '' : t('polls.closesAt', { time: formatFull(closesAt) }),
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}

/** A poll in its message: a click votes, a second one on the same option withdraws the vote; counts are live. */
export function PollCard({ message, part: poll }: { message: MessageView; part: PollPart }) {
  const { messageId, roomId } = message;
  const { show } = useDialogs();
  useTimes();
  const maySend = useAppSelector((state) => allowed(state, roomId, 'send'));
  const closed = useClosed(poll);
  const { mine, change } = useVote(messageId, maySend);
  const most = Math.max(...poll.options.map(({ votes }) => votes));
  const vote = (optionId: string, text: string): void => {
    void change((now) => toggled(now, optionId, poll.multiple)).then((next) => {
      if (next) announce(next.includes(optionId) ? t('polls.voted', { option: text }) : t('polls.takenBack'));
    });
  };
  return (
    <section
      aria-label={t('polls.poll', { question: poll.question })}
      className="mt-1 max-w-[520px] rounded-xl border border-line bg-page p-3.5"
    >
      <h3 className="m-0 flex items-start gap-2 text-[15px] leading-5 font-semibold">
        <ChartNoAxesColumn size={18} aria-hidden="true" className="mt-px shrink-0 text-soft" />
        <span className="min-w-0 break-words" dir="auto">
          {poll.question}
        </span>
      </h3>
      {!closed && (
        <p className="m-0 mt-1 text-[13px] text-soft">
          {poll.multiple ? t('polls.several') : t('polls.one')}
        </p>
      )}
      <ul className="m-0 mt-2.5 flex list-none flex-col gap-1.5 p-0">
        {poll.options.map((option) => (
          <PollOption
            key={option.optionId}
            option={option}
            voters={poll.voters}
            mine={mine.includes(option.optionId)}
            leads={closed && most > 0 && option.votes === most}
            onVote={maySend && !closed ? () => vote(option.optionId, option.text) : undefined}
          />
        ))}
      </ul>
      <p className="m-0 mt-2.5 flex flex-wrap items-center gap-x-2 text-[13px] text-soft">
        <span>{facts(poll, closed)}</span>
        {!poll.anonymous && poll.voters > 0 && (
          <button
            type="button"
            onClick={() => show({ kind: 'pollVotes', message })}
            className="font-semibold text-accent hover:underline"
          >
            {t('polls.show')}
          </button>
        )}
      </p>
    </section>
  );
}
