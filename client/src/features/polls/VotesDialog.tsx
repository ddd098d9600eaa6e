import { findPart } from '@parley/shared/findPart';
import type { MessageView } from '@parley/shared/messages';
import type { PollPart, PollVoter } from '@parley/shared/polls/poll';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { personName } from '../../core/rooms/personName';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { t } from './text/text';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { loadVoters } from './polls.commands';

function Voter({ userId }: PollVoter) {
  const name = useAppSelector((state) => personName(state.people.users.entities[userId]));
  return (
    <li className="flex h-9 items-center gap-2.5 text-[14px]">
      <Avatar id={userId} name={name} size={22} />
      <bdi className="truncate">{name}</bdi>
    </li>
  );
}

/** Who voted for one option, page by page. */
function OptionVoters({ messageId, option }: { messageId: string; option: PollPart['options'][number] }) {
  const core = useCore();
  const [voters, setVoters] = useState<PollVoter[]>([]);
  const [next, setNext] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>();
  const { optionId, text, votes } = option;
  const load = useCallback(
    (after: string | null): void =>
      void loadVoters(core, { messageId, optionId }, after).then((page) => {
        setVoters((known) => (after === null ? page.voters : [...known, ...page.voters]));
        setNext(page.next);
      }, setFailure),
    [core, messageId, optionId],
  );
  // Loaded again after a vote while the dialog is open.
  useEffect(() => load(null), [load, votes]);
  return (
    <section className="mb-4">
      <h3 className="m-0 mb-1 flex justify-between gap-3 text-[14px] font-semibold">
        <span className="min-w-0 break-words" dir="auto">
          {text}
        </span>
        <span className="tabular text-soft">{votes}</span>
      </h3>
      <ul className="m-0 list-none p-0">
        {voters.map((voter) => (
          <Voter key={voter.userId} {...voter} />
        ))}
      </ul>
      {next !== null && <Button onClick={() => load(next)}>{t('polls.loadMore')}</Button>}
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
    </section>
  );
}

/** Who voted for what. */
export function VotesDialog({ message, onClose }: { message: MessageView; onClose: () => void }) {
  const { roomId, messageId } = message;
  // Live: the message as it is now, if its room is open.
  const current = useAppSelector(
    (state) =>
      state.timelines.byRoom[roomId]?.messages.find((candidate) => candidate.messageId === messageId) ??
      message,
  );
  const poll = findPart(current, 'poll');
  return (
    <Dialog open onClose={onClose} title={t('polls.votes')} description={poll?.question ?? ''}>
      {poll?.options
        .filter(({ votes }) => votes > 0)
        .map((option) => (
          <OptionVoters key={option.optionId} messageId={messageId} option={option} />
        ))}
      {poll?.voters === 0 && <p className="m-0 text-[14px] text-soft">{t('polls.nobody')}</p>}
    </Dialog>
  );
}
